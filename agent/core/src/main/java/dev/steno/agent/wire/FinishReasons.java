package dev.steno.agent.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns why a model ended into the words of the GenAI semantic conventions. */
final class FinishReasons {
  static final String STOP = "stop";
  static final String LENGTH = "length";
  static final String TOOL_CALL = "tool_call";

  static final String CONTENT_FILTER = "content_filter";

  private FinishReasons() {}

  /** The word for a finish reason of any format but Responses; an unknown one stays as it is. */
  static String of(String reason) {
    return switch (reason) {
      case "end_turn", "stop_sequence", "STOP", "COMPLETE", "STOP_SEQUENCE" -> STOP;
      case "max_tokens", "model_length", "MAX_TOKENS", "ERROR_LIMIT" -> LENGTH;
      case "tool_calls", "function_call", "tool_use", "TOOL_CALL" -> TOOL_CALL;
      case "refusal",
          "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "IMAGE_PROHIBITED_CONTENT",
          "IMAGE_RECITATION",
          "ERROR_TOXIC" ->
          CONTENT_FILTER;
      case "ERROR" -> "error";
      default -> reason;
    };
  }

  /** The word for a model that has no reason of its own for having asked for a tool. */
  static @Nullable String afterTools(@Nullable String reason, boolean asksForTool) {
    return asksForTool && STOP.equals(reason) ? TOOL_CALL : reason;
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

  /** The word for a reason of one of the families of models that Bedrock serves. */
  static String ofBedrock(String reason) {
    return switch (reason) {
      case "end_turn", "stop_sequence", "FINISH", "FINISHED", "STOP_CRITERIA_MET", "COMPLETE" ->
          STOP;
      case "max_tokens", "LENGTH", "MAX_TOKENS" -> LENGTH;
      case "tool_use" -> TOOL_CALL;
      case "guardrail_intervened", "content_filtered", "CONTENT_FILTERED" -> "content_filter";
      default -> of(reason);
    };
  }
}
