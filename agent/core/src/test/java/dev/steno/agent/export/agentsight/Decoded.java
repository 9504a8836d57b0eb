package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.VendorServer.Taken;
import dev.steno.agent.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads requests to AgentSight as its server would. */
final class Decoded {
  private Decoded() {}

  static String text(Taken request) {
    return request.text(); // the server unzipped it
  }

  static boolean isZipped(Taken request) {
    return "gzip".equals(request.headers().get("content-encoding"));
  }

  static Map<String, @Nullable Object> json(Taken request) {
    return map(Objects.requireNonNull(Json.parseContainer(text(request))));
  }

  /** The conversation blocks of a batch. */
  static List<Map<String, @Nullable Object>> blocks(Taken request) {
    return maps(json(request).get("conversations"));
  }

  /** All spans of all batches. */
  static List<Map<String, @Nullable Object>> spans(List<Taken> requests) {
    List<Map<String, @Nullable Object>> spans = new ArrayList<>();
    for (Taken request : requests) {
      if (request.path().equals("/api/ingest/")) {
        blocks(request).forEach(block -> spans.addAll(maps(block.get("spans"))));
      }
    }
    return spans;
  }

  static List<Map<String, @Nullable Object>> maps(@Nullable Object list) {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    ((List<?>) Objects.requireNonNull(list)).forEach(one -> maps.add(map(one)));
    return maps;
  }

  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> map(@Nullable Object tree) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(tree);
  }
}
