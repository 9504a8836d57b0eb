/** What Steno counts of itself, and the little that it says. */
@NullMarked
package dev.steno.agent.health;

import org.jspecify.annotations.NullMarked;
