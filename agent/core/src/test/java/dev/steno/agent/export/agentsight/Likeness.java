package dev.steno.agent.export.agentsight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Captures;
import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares a request with the one that the vendor's own SDK sent, field by field. */
final class Likeness {
  private static final Pattern TIME =
      Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
  private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SPAN = Pattern.compile("[0-9a-f]{16}");

  private Likeness() {}

  /** The same method, path, headers and body, but for those fields, each named with its reason. */
  static void assertLike(Captures.Request captured, Taken ours, Map<String, String> different) {
    assertThat(ours.method() + " " + ours.path())
        .isEqualTo(captured.method() + " " + captured.path());
    for (String header : List.of("accept", "authorization", "content-encoding")) {
      assertThat(ours.headers().get(header)).as(header).isEqualTo(captured.headers().get(header));
    }
    if (captured.body() == null) {
      assertThat(ours.body()).isEmpty();
      return;
    }
    assertThat(ours.headers().get("content-type"))
        .isEqualTo(captured.headers().get("content-type"));
    assertThat(differences(captured.body(), Decoded.json(ours), different)).isEmpty();
  }

  private static List<String> differences(
      @Nullable Object captured, @Nullable Object ours, Map<String, String> different) {
    Map<String, @Nullable Object> theirs = new LinkedHashMap<>();
    flatten("", captured, theirs);
    Map<String, @Nullable Object> own = new LinkedHashMap<>();
    flatten("", ours, own);
    Set<String> paths = new LinkedHashSet<>(theirs.keySet());
    paths.addAll(own.keySet());
    List<String> differences = new ArrayList<>();
    for (String path : paths) {
      boolean same =
          theirs.containsKey(path) == own.containsKey(path)
              && (same(path, theirs.get(path), own.get(path)));
      if (!same && different.keySet().stream().noneMatch(path::matches)) {
        differences.add(path + ": theirs " + theirs.get(path) + ", ours " + own.get(path));
      }
    }
    return differences;
  }

  /** Times and ids are others, of the same form. */
  private static boolean same(String path, @Nullable Object theirs, @Nullable Object ours) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    switch (name) {
      case "timestamp", "started_at", "ended_at":
        return TIME.matcher(String.valueOf(ours)).matches();
      case "duration_ms":
        return ours instanceof Number && theirs instanceof Number;
      case "trace_id":
        return TRACE.matcher(String.valueOf(ours)).matches();
      case "span_id", "agentsight.turn.id":
        return SPAN.matcher(String.valueOf(ours)).matches();
      case "parent_span_id":
        return theirs == null ? ours == null : SPAN.matcher(String.valueOf(ours)).matches();
      default:
        return theirs instanceof Number && ours instanceof Number
            ? new BigDecimal(theirs.toString()).compareTo(new BigDecimal(ours.toString())) == 0
            : Objects.equals(theirs, ours);
    }
  }

  /** JSON in texts counts as what it means: Python puts blanks in it. */
  private static void flatten(
      String path, @Nullable Object tree, Map<String, @Nullable Object> flat) {
    Object value = tree;
    if (tree instanceof String text && Json.parseContainer(text) != null) {
      value = Json.parseContainer(text);
    }
    if (value instanceof Map<?, ?> map) {
      flat.put(path + "/", "{}");
      map.forEach((name, one) -> flatten(path + "/" + name, one, flat));
    } else if (value instanceof List<?> list) {
      flat.put(path + "/", "[" + list.size() + "]");
      for (int i = 0; i < list.size(); i++) {
        flatten(path + "/" + i, list.get(i), flat);
      }
    } else {
      flat.put(path, value);
    }
  }
}
