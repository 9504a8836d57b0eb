/** Puts calls together to interactions. */
@NullMarked
package dev.steno.agent.assemble;

import org.jspecify.annotations.NullMarked;
