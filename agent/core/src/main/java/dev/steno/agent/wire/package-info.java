/**
 * One reader per wire format: from the bytes of an exchange, as they come, to a {@code Call}. Knows
 * no SDK, touches no I/O and no clock, and never throws: what cannot be read is marked.
 */
@NullMarked
package dev.steno.agent.wire;

import org.jspecify.annotations.NullMarked;
