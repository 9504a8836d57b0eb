package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.capture.InboundNames;
import java.util.List;
import org.springframework.http.HttpHeaders;

/** What a request shows to be let in; some applications know a user by nothing else. */
final class Credentials {
  private static final List<String> HEADERS =
      List.of(
          "Authorization",
          "Proxy-Authorization",
          "X-Api-Key",
          "Api-Key",
          "X-Auth-Token",
          "X-Access-Token");

  private Credentials() {}

  /** Whether that is among them; it is compared, and not kept. */
  static boolean has(HttpHeaders headers, String name) {
    for (String header : HEADERS) {
      String value = headers.getFirst(header);
      if (value != null && InboundNames.isShownBy(name, value)) {
        return true;
      }
    }
    return false;
  }
}
