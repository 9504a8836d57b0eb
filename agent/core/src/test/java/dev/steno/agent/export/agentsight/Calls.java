package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.Entries;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls for tests, of which all that matters is said. */
final class Calls {
  private Calls() {}

  static Call llm(
      String id, @Nullable String requested, @Nullable String answered, @Nullable Usage usage) {
    return call(id, "chat", requested, answered, usage, null, null);
  }

  static Call failed(String id, String requested, Failure failure) {
    return call(id, "chat", requested, null, null, null, failure);
  }

  static Call embeddings(String id, long tokens) {
    Usage usage = new Usage(tokens, null, null, null, null);
    return call(id, "embeddings", "e-3", "e-3", usage, null, null);
  }

  static Call tool(
      String id,
      String name,
      @Nullable Object arguments,
      @Nullable Object result,
      @Nullable Failure failure) {
    Detail tool = new Detail.Tool(name, null, null, arguments, result, "measured");
    return call(id, "execute_tool", null, null, null, tool, failure);
  }

  private static Call call(
      String id,
      String operation,
      @Nullable String requested,
      @Nullable String answered,
      @Nullable Usage usage,
      @Nullable Detail detail,
      @Nullable Failure failure) {
    return new Call(
        id,
        null,
        operation,
        detail == null ? "openai" : null,
        requested,
        answered,
        null,
        false,
        Entries.BEGIN,
        20_271_000,
        null,
        null,
        1,
        null,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        usage,
        null,
        Map.of(),
        detail,
        failure == null ? Outcome.OK : Outcome.ERROR,
        failure,
        false,
        List.of());
  }
}
