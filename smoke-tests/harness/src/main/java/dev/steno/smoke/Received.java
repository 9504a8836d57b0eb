package dev.steno.smoke;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as it came to the model's server.
 *
 * @param method its method
 * @param url its path and query
 * @param headers its headers by lower-case name
 * @param body its bytes, each of them a character
 */
public record Received(
    String method, String url, SortedMap<String, List<String>> headers, String body) {

  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
  private static final Set<String> DIFFERENT_EACH_TIME =
      Set.of("date", "host", "idempotency-key", "traceparent", "tracestate");

  static SortedMap<String, List<String>> lowerCase(
      Iterable<? extends Map.Entry<String, List<String>>> headers) {
    SortedMap<String, List<String>> lowerCase = new TreeMap<>();
    headers.forEach(
        header ->
            lowerCase.put(
                header.getKey().toLowerCase(Locale.ROOT), List.copyOf(header.getValue())));
    return lowerCase;
  }

  /** The body, read as UTF-8. */
  public String text() {
    return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** All of it but what no two runs of a program have in common. */
  public String comparable() {
    Matcher form =
        BOUNDARY.matcher(String.join("", headers.getOrDefault("content-type", List.of())));
    boolean isForm = form.find();
    StringBuilder all = new StringBuilder(method).append(' ').append(url).append('\n');
    headers.forEach(
        (name, values) -> {
          // Boundaries are random, with some clients in their length too.
          if (!DIFFERENT_EACH_TIME.contains(name) && !(isForm && name.equals("content-length"))) {
            all.append(name).append(": ").append(values).append('\n');
          }
        });
    all.append('\n').append(body);
    return isForm ? all.toString().replace(form.group(1), "<boundary>") : all.toString();
  }
}
