package dev.steno.agent.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns why a model ended into the words of the GenAI semantic conventions. */
final class FinishReasons {
  static final String STOP = "stop";
  static final String LENGTH = "length";
  static final String TOOL_CALL = "tool_call";

  private FinishReasons() {}

  /** The word for a finish reason of the chat formats; an unknown one stays as it is. */
  static String of(String reason) {
    return switch (reason) {
      case "tool_calls", "function_call" -> TOOL_CALL;
      default -> reason;
    };
  }

  /** The word for how a response of the Responses format ended; null while it has not. */
  static @Nullable String ofResponse(Map<String, @Nullable Object> response, boolean asksForTool) {
    String status = Tree.string(response, "status");
    if ("incomplete".equals(status)) {
      String reason = Tree.string(Tree.map(response, "incomplete_details"), "reason");
      return "max_output_tokens".equals(reason) ? LENGTH : reason == null ? "incomplete" : reason;
    }
    if ("completed".equals(status)) {
      return asksForTool ? TOOL_CALL : STOP;
    }
    return null;
  }
}
