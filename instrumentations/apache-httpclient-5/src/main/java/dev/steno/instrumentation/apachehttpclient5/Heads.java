package dev.steno.instrumentation.apachehttpclient5;

import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.net.NamedEndpoint;
import org.jspecify.annotations.Nullable;

/** The heads of requests and responses: how they are read. Of headers, only four. */
final class Heads {
  private static final String[] REQUEST_IDS = {
    "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id"
  };

  private Heads() {}

  /** Whether more of a request is to be looked at: most are not a POST. */
  static boolean mayBeCall(HttpRequest request) {
    return "POST".equals(request.getMethod());
  }

  /** Of a request to that server, or to the one that it names itself. */
  static CallStart start(@Nullable HttpHost target, HttpRequest request, Object key) {
    NamedEndpoint server = target == null ? request.getAuthority() : target;
    String scheme = target == null ? request.getScheme() : target.getSchemeName();
    int standard = "http".equalsIgnoreCase(scheme) ? 80 : 443;
    return new CallStart(
        ApacheHttpClient5.NAME,
        Layer.HTTP,
        key,
        request.getMethod(),
        path(request),
        server == null ? null : server.getHostName(),
        server == null || server.getPort() > 0 ? port(server) : Integer.valueOf(standard));
  }

  private static @Nullable Integer port(@Nullable NamedEndpoint server) {
    return server == null ? null : server.getPort();
  }

  private static String path(HttpRequest request) {
    String path = request.getPath();
    if (path == null) {
      return "";
    }
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  /** Tells the head of an answer; its content is read unpacked if the client unpacks it. */
  static void tell(Tap tap, Object handle, HttpResponse response, @Nullable EntityDetails content) {
    tap.response(
        handle,
        response.getCode(),
        content == null ? null : content.getContentType(),
        content == null ? null : content.getContentEncoding(),
        requestId(response));
  }

  private static @Nullable String requestId(HttpResponse response) {
    for (String name : REQUEST_IDS) {
      Header header = response.getFirstHeader(name);
      if (header != null) {
        return header.getValue();
      }
    }
    return null;
  }
}
