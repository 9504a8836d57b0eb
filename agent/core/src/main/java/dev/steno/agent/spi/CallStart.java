package dev.steno.agent.spi;

import org.jspecify.annotations.Nullable;

/**
 * What an instrumentation knows of an HTTP request when it begins.
 *
 * @param instrumentation the instrumentation's name
 * @param key the library's object that stands for the request on its whole way; compared by
 *     identity
 * @param method the HTTP method, in capitals
 * @param path the path, without query
 * @param host the host, or null when this layer does not know it
 * @param port the port, or null
 */
public record CallStart(
    String instrumentation,
    Object key,
    String method,
    String path,
    @Nullable String host,
    @Nullable Integer port) {}
