package dev.steno.smoke.benchmarks;

/** One subject without and with the agent. */
record Compared(Measured without, Measured with) {}
