package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What both protocols read of an interaction in the same way. */
final class Said {
  static final String USER = "end_user";
  static final String AGENT = "agent";
  static final String EMBEDDINGS = "embeddings";

  private static final Set<String> WRITING = Set.of("chat", "text_completion");

  private Said() {}

  /**
   * Whether anybody spoke: documents that are embedded, as an index is built, use no conversation.
   */
  static boolean isSpoken(Interaction interaction) {
    if (interaction.turn() || has(interaction.input()) || has(interaction.output())) {
      return true;
    }
    for (Call call : interaction.calls()) {
      if (WRITING.contains(call.operation())
          || call.detail() instanceof Detail.Tool
          || call.detail() instanceof Detail.Agent) {
        return true;
      }
    }
    return interaction.calls().isEmpty();
  }

  /** Whether it says anything: a blank message would be refused. */
  static boolean has(@Nullable String text) {
    return text != null && !text.isBlank();
  }

  /** Why it failed, in words; null when it did not. */
  static @Nullable String error(@Nullable Failure failure) {
    if (failure == null) {
      return null;
    }
    String message = failure.message();
    return Limits.text(has(message) ? message : failure.type());
  }

  /** What the application said of it. */
  static Map<String, @Nullable Object> properties(Interaction interaction) {
    return Limits.metadata(new LinkedHashMap<>(interaction.properties()));
  }

  /** The name of a call that is none of a model. */
  static String name(Call call) {
    String name = null;
    if (call.detail() instanceof Detail.Tool tool) {
      name = tool.name();
    } else if (call.detail() instanceof Detail.Agent agent) {
      name = agent.name();
    } else if (call.detail() instanceof Detail.Guardrail guardrail) {
      name = guardrail.name();
    }
    String told = Limits.string(name);
    return told == null ? call.operation() : told;
  }

  static long count(@Nullable Long tokens) {
    return tokens == null ? 0 : Math.max(0, tokens);
  }
}
