package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Ollama's native chat, and its completion of a prompt. */
final class OllamaFormat implements Format {
  private static final String[] OPTIONS = {
    "temperature",
    "top_p",
    "top_k",
    "min_p",
    "typical_p",
    "num_predict",
    "num_ctx",
    "num_keep",
    "seed",
    "stop",
    "repeat_penalty",
    "repeat_last_n",
    "presence_penalty",
    "frequency_penalty",
    "mirostat",
    "mirostat_eta",
    "mirostat_tau"
  };

  private final Draft thinking = new Draft();
  private final Draft text = new Draft();
  private final List<Part> toolCalls = new ArrayList<>();
  private @Nullable String reason;

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    // It streams unless it is told not to.
    call.streamRequested = !Boolean.FALSE.equals(tree.get("stream"));
    Parameters.pick(Tree.map(tree, "options"), call.request, OPTIONS);
    Parameters.pick(tree, call.request, "think", "keep_alive", "raw");
    Object format = tree.get("format");
    if (format != null) {
      call.request.put("format", format instanceof String ? format : "json_schema");
    }
    call.systemInstructions.addAll(Parts.of(tree.get("system")));
    for (Map<String, @Nullable Object> message : Tree.maps(tree, "messages")) {
      call.input.add(message(message, Parts.stringOr(message, "role", "user"), null));
    }
    prompt(tree, call);
    Tools.definitions(tree, call.toolDefinitions);
  }

  private static void prompt(Map<String, @Nullable Object> tree, CallBuilder call) {
    List<Part> parts = Parts.of(tree.get("prompt"));
    String suffix = Tree.string(tree, "suffix");
    if (suffix != null && !suffix.isEmpty()) {
      parts.add(Part.of("suffix", "content", suffix));
    }
    addImages(tree, parts);
    Inputs.user(parts, call);
  }

  private static Message message(
      Map<String, @Nullable Object> tree, String role, @Nullable String finishReason) {
    List<Part> parts = new ArrayList<>();
    String name = Tree.string(tree, "tool_name");
    if (role.equals("tool")) {
      parts.add(Part.toolCallResponse(Tree.string(tree, "tool_call_id"), tree.get("content")));
    } else {
      String thoughts = Tree.string(tree, "thinking");
      if (thoughts != null && !thoughts.isEmpty()) {
        parts.add(Part.reasoning(thoughts));
      }
      Parts.add(tree.get("content"), parts);
      addImages(tree, parts);
      for (Map<String, @Nullable Object> toolCall : Tree.maps(tree, "tool_calls")) {
        parts.add(toolCall(toolCall));
      }
    }
    return new Message(role, parts, name, finishReason);
  }

  private static void addImages(Map<String, @Nullable Object> tree, List<Part> parts) {
    for (Object image : Tree.list(tree, "images")) {
      parts.add(Parts.blob("image", image, null, null));
    }
  }

  private static Part toolCall(Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> function = Tree.map(tree, "function");
    return Parts.toolCall(
        Tree.string(tree, "id"), Parts.stringOr(function, "name", ""), function.get("arguments"));
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.failure = Failures.of(tree, call.status);
    about(tree, call);
    Map<String, @Nullable Object> answer = answer(tree);
    boolean asksForTool = !Tree.list(answer, "tool_calls").isEmpty();
    Message message = message(answer, "assistant", finishReason(asksForTool));
    if (!message.parts().isEmpty() || message.finishReason() != null) {
      call.output.add(message);
    }
  }

  /** The message of an answer; the completion of a prompt is made to look like one. */
  private static Map<String, @Nullable Object> answer(Map<String, @Nullable Object> tree) {
    if (tree.get("message") instanceof Map<?, ?> message) {
      return Tree.map(message);
    }
    String response = Parts.stringOr(tree, "response", "");
    String thoughts = Parts.stringOr(tree, "thinking", "");
    return Map.of("content", response, "thinking", thoughts);
  }

  private void about(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    Usage usage = Usages.named(tree, "prompt_eval_count", "eval_count");
    if (usage != null) {
      call.usage = usage;
    }
    String told = Tree.string(tree, "done_reason");
    if (told != null && !told.isEmpty()) {
      reason = FinishReasons.of(told);
    }
    call.terminal |= Tree.isTrue(tree, "done");
  }

  private @Nullable String finishReason(boolean asksForTool) {
    // To Ollama, an answer that asks for a tool has stopped like any other.
    return asksForTool && FinishReasons.STOP.equals(reason) ? FinishReasons.TOOL_CALL : reason;
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    about(tree, call);
    Map<String, @Nullable Object> delta = answer(tree);
    thinking.append(Tree.string(delta, "thinking"), call);
    text.append(Tree.string(delta, "content"), call);
    for (Map<String, @Nullable Object> told : Tree.maps(delta, "tool_calls")) {
      Part toolCall = toolCall(told);
      if (call.room(toolCall)) {
        toolCalls.add(toolCall);
      }
    }
  }

  @Override
  public void finish(CallBuilder call) {
    List<Part> parts = new ArrayList<>();
    if (!thinking.isEmpty()) {
      parts.add(Part.reasoning(thinking.toString()));
    }
    if (!text.isEmpty()) {
      parts.add(Part.text(text.toString()));
    }
    parts.addAll(toolCalls);
    String finishReason = finishReason(!toolCalls.isEmpty());
    if (!parts.isEmpty() || finishReason != null) {
      call.output.add(new Message("assistant", parts, null, finishReason));
    }
  }
}
