package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Bedrock's Converse, whole and streamed; Nova speaks the same when it is invoked. */
final class ConverseFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Parameters.pick(
        Tree.map(tree, "inferenceConfig"),
        call.request,
        "maxTokens",
        "temperature",
        "topP",
        "topK",
        "stopSequences");
    Parameters.pick(tree, call.request, "requestMetadata");
    Parameters.pick(
        Tree.map(tree, "guardrailConfig"), call.request, "guardrailIdentifier", "guardrailVersion");
    ConverseBlocks.add(Tree.maps(tree, "system"), call.systemInstructions);
    for (Map<String, @Nullable Object> message : Tree.maps(tree, "messages")) {
      List<Part> parts = new ArrayList<>();
      ConverseBlocks.add(Tree.maps(message, "content"), parts);
      Turns.add(Parts.stringOr(message, "role", "user"), parts, call.input);
    }
    Map<String, @Nullable Object> tools = Tree.map(tree, "toolConfig");
    Parameters.pick(tools, call.request, "toolChoice");
    for (Map<String, @Nullable Object> tool : Tree.maps(tools, "tools")) {
      Object definition = ConverseBlocks.toolDefinition(tool);
      if (definition != null) {
        call.toolDefinitions.add(definition);
      }
    }
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.failure = Failures.of(tree, call.status);
    about(tree, call);
    String told = Tree.string(tree, "stopReason");
    String reason = told == null ? null : FinishReasons.ofBedrock(told);
    Map<String, @Nullable Object> message = Tree.map(Tree.map(tree, "output"), "message");
    if (!message.isEmpty() || reason != null) {
      List<Part> parts = new ArrayList<>();
      ConverseBlocks.add(Tree.maps(message, "content"), parts);
      call.output.add(new Message("assistant", parts, null, reason));
    }
  }

  private static void about(Map<String, @Nullable Object> tree, CallBuilder call) {
    Usage usage = usage(Tree.map(tree, "usage"));
    if (usage != null) {
      call.usage = usage;
    }
    Long latency = Tree.whole(Tree.map(tree, "metrics"), "latencyMs");
    if (latency != null) {
      call.result.put("latency_ms", latency);
    }
    String router =
        Tree.string(Tree.map(Tree.map(tree, "trace"), "promptRouter"), "invokedModelId");
    if (router != null) {
      call.identity(Map.of("model", router));
    }
  }

  /**
   * The usage, whose {@code inputTokens} are those that were neither read from the cache nor
   * written to it: the total is the sum of all three, says "Prompt caching for faster model
   * inference" in the Amazon Bedrock user guide.
   */
  static @Nullable Usage usage(Map<String, @Nullable Object> tree) {
    Long input = Tree.whole(tree, "inputTokens");
    Long read = either(tree, "cacheReadInputTokens", "cacheReadInputTokenCount");
    Long written = either(tree, "cacheWriteInputTokens", "cacheWriteInputTokenCount");
    Long output = Tree.whole(tree, "outputTokens");
    if (input == null && output == null) {
      return null;
    }
    Long total = input == null ? null : Long.valueOf(input + orZero(read) + orZero(written));
    return new Usage(total, output, read, written, null);
  }

  private static @Nullable Long either(
      Map<String, @Nullable Object> tree, String one, String other) {
    Long value = Tree.whole(tree, one);
    return value != null ? value : Tree.whole(tree, other);
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    switch (name == null ? "" : name) {
      case "messageStart" -> call.choice(0);
      case "contentBlockStart" -> started(tree, call);
      case "contentBlockDelta" -> delta(tree, call);
      case "messageStop" -> {
        Choice choice = call.choice(0);
        String reason = Tree.string(tree, "stopReason");
        if (choice != null && reason != null) {
          choice.finishReason(FinishReasons.ofBedrock(reason));
        }
      }
      case "metadata" -> {
        about(tree, call);
        call.terminal = true;
      }
      default -> {}
    }
  }

  private static void started(Map<String, @Nullable Object> tree, CallBuilder call) {
    Map<String, @Nullable Object> start = Tree.map(Tree.map(tree, "start"), "toolUse");
    if (!start.isEmpty()) {
      Choice.ToolCall toolCall = toolCall(tree, call);
      if (toolCall != null) {
        toolCall.id.append(Tree.string(start, "toolUseId"), call);
        toolCall.name.append(Tree.string(start, "name"), call);
      }
    }
  }

  private static Choice.@Nullable ToolCall toolCall(
      Map<String, @Nullable Object> tree, CallBuilder call) {
    Choice choice = call.choice(0);
    return choice == null ? null : choice.toolCall(Tree.index(tree, "contentBlockIndex", 0), call);
  }

  private static void delta(Map<String, @Nullable Object> tree, CallBuilder call) {
    Map<String, @Nullable Object> delta = Tree.map(tree, "delta");
    Choice choice = call.choice(0);
    if (choice == null) {
      return;
    }
    choice.text.append(Tree.string(delta, "text"), call);
    choice.reasoning.append(Tree.string(Tree.map(delta, "reasoningContent"), "text"), call);
    String input = Tree.string(Tree.map(delta, "toolUse"), "input");
    if (input != null) {
      Choice.ToolCall toolCall = toolCall(tree, call);
      if (toolCall != null) {
        toolCall.arguments.append(input, call);
      }
    }
  }

  @Override
  public void finish(CallBuilder call) {
    call.finishChoices();
  }
}
