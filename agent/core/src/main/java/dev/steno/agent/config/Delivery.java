package dev.steno.agent.config;

/**
 * How what waits for the exporters is kept, and how long the end may take.
 *
 * @param dir Steno's own folder: {@code spool}, {@code dead} and {@code status} are in it
 * @param spoolMaxSize bytes that may wait on disk, of all processes that share the folder; 0 when
 *     nothing is kept there
 * @param shutdownSeconds how long the end of the JVM may be held up for deliveries
 */
public record Delivery(String dir, long spoolMaxSize, long shutdownSeconds) {}
