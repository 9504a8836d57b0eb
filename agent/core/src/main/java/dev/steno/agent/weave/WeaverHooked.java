package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;

/**
 * A method that is hooked, as its class file has it.
 *
 * @param locals how many slots its variables take
 * @param returns how many instructions return from it
 */
record WeaverHooked(String descriptor, boolean isStatic, int locals, int returns, Hook hook) {}
