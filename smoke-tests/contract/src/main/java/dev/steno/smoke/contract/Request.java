package dev.steno.smoke.contract;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a driver is to send.
 *
 * @param method GET, which has no content, or POST
 * @param url where to
 * @param headers all headers that the application sets
 * @param content the body
 * @param timeout how long the client may wait for the answer; {@link #PATIENT} but for one shape
 * @param http2 whether HTTP/2 is to be spoken, rather than HTTP/1.1
 */
public record Request(
    String method,
    String url,
    Map<String, String> headers,
    Content content,
    Duration timeout,
    boolean http2) {

  /** Longer than any answer takes. */
  public static final Duration PATIENT = Duration.ofSeconds(30);

  /** Shorter than some answers take, and long enough for a request to arrive on a busy machine. */
  public static final Duration IMPATIENT = Duration.ofMillis(1_200);

  /** A request with a body of JSON. */
  public static Request post(String url, String json) {
    return new Request("POST", url, Map.of(), new Content(json, false), PATIENT, false)
        .header("Content-Type", "application/json");
  }

  /** A request without a body. */
  public static Request get(String url) {
    return new Request("GET", url, Map.of(), new Content("", false), PATIENT, false);
  }

  /** The same with one more header. */
  public Request header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Request(method, url, Collections.unmodifiableMap(more), content, timeout, http2);
  }

  /** The same to another place. */
  public Request to(String otherUrl) {
    return new Request(method, otherUrl, headers, content, timeout, http2);
  }

  /** The same with a body that can be taken once. */
  public Request once() {
    return new Request(method, url, headers, content.asOnce(), timeout, http2);
  }

  /** The same that does not wait for long. */
  public Request impatient() {
    return new Request(method, url, headers, content, IMPATIENT, http2);
  }

  /** The same over HTTP/2. */
  public Request overHttp2() {
    return new Request(method, url, headers, content, timeout, true);
  }
}
