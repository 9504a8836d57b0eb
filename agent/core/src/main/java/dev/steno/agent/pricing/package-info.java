/** What calls cost: a table of prices, and the rules that find a call's in it. */
@NullMarked
package dev.steno.agent.pricing;

import org.jspecify.annotations.NullMarked;
