package dev.steno.agent.command;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The machine that a command runs on.
 *
 * @param host its name
 * @param startOf when the process of an id began; null where there is none, 1970 where that is not
 *     known
 * @param clock its time, and its zone
 */
record Machine(String host, LongFunction<@Nullable Instant> startOf, Clock clock) {}
