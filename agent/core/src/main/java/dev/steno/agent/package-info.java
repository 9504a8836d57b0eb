/** The agent: {@link dev.steno.agent.Agent} wires its parts. */
@NullMarked
package dev.steno.agent;

import org.jspecify.annotations.NullMarked;
