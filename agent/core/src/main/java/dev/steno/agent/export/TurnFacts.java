package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What destinations that show turns, and no calls, tell of them. */
public final class TurnFacts {
  private TurnFacts() {}

  /** The call that wrote the answer: the last to a model that writes, else the last to any. */
  public static @Nullable Call answering(Interaction interaction) {
    Call found = null;
    for (Call call : interaction.calls()) {
      boolean finds = writes(call) || found == null || !writes(found);
      if (call.detail() == null && finds) {
        found = call;
      }
    }
    return found;
  }

  /** Whether it is one to a model that writes text. */
  public static boolean writes(Call call) {
    return call.operation().equals("chat") || call.operation().equals("text_completion");
  }

  /** The model that answered, or else that was asked. */
  public static @Nullable String model(Call call) {
    return call.responseModel() == null ? call.requestModel() : call.responseModel();
  }

  /** An error in one line: {@code rate_limit_exceeded: slow down}. */
  public static String words(Failure failure) {
    return failure.message() == null ? failure.type() : failure.type() + ": " + failure.message();
  }

  /** A text as it is, anything else as JSON. */
  public static String text(Object tree) {
    return tree instanceof String text
        ? text
        : new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }

  /** A Map of a tree of JSON; empty for anything else. */
  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable Object> map(@Nullable Object tree) {
    return tree instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** The finish reasons, with commas between; null for none. */
  public static @Nullable String finishReason(@Nullable Call call) {
    List<String> reasons = call == null ? List.of() : call.finishReasons();
    return reasons.isEmpty() ? null : String.join(",", reasons);
  }
}
