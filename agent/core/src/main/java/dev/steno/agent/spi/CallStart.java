package dev.steno.agent.spi;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What an instrumentation knows of an HTTP request when it begins.
 *
 * @param instrumentation the instrumentation's name
 * @param layer how high above the wire it sits
 * @param key the library's object that stands for the request on its whole way; compared by
 *     identity
 * @param method the HTTP method, in capitals
 * @param path the path, without query
 * @param host the host, or null when this layer does not know it
 * @param port the port, or null
 */
public record CallStart(
    String instrumentation,
    Layer layer,
    Object key,
    String method,
    String path,
    @Nullable String host,
    @Nullable Integer port) {

  /** How high above the wire an instrumentation sits. */
  public enum Layer {
    /** A client of models: each of its requests is a model call, if its path says so. */
    SDK,
    /** A client of anything: a model call is recognised by host, path and body. */
    HTTP
  }

  /** Of a request that an HTTP client makes. */
  public static CallStart http(String instrumentation, Object key, String method, URI uri) {
    String path = uri.getRawPath();
    int standard = "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    return new CallStart(
        instrumentation, Layer.HTTP, key, method, path == null ? "" : path, uri.getHost(), port);
  }
}
