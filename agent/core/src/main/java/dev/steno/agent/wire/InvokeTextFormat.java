package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the families on Bedrock that complete a prompt (Titan, Llama, Mistral, and what is older),
 * and those that draw a picture of it.
 */
final class InvokeTextFormat implements Format {
  private static final List<String> LISTS =
      List.of("results", "outputs", "choices", "generations", "completions");
  private static final List<String> TEXTS =
      List.of("outputText", "generation", "text", "completion");
  private static final List<String> REASONS =
      List.of("completionReason", "stop_reason", "finish_reason");

  private @Nullable Long inputTokens;
  private @Nullable Long outputTokens;

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Parameters.pick(
        tree,
        call.request,
        "max_gen_len",
        "max_tokens_to_sample",
        "maxTokens",
        "topP",
        "stop_sequences",
        "stopSequences",
        "taskType");
    Parameters.pick(
        Tree.map(tree, "textGenerationConfig"),
        call.request,
        "temperature",
        "topP",
        "maxTokenCount",
        "stopSequences");
    List<Part> parts =
        Parts.of(Tree.has(tree, "prompt") ? tree.get("prompt") : tree.get("inputText"));
    Parts.add(Tree.map(tree, "textToImageParams").get("text"), parts);
    for (Map<String, @Nullable Object> prompt : Tree.maps(tree, "text_prompts")) {
      Parts.add(prompt.get("text"), parts);
    }
    for (Object image : Tree.list(tree, "images")) {
      parts.add(Parts.blob("image", image, null, null));
    }
    Inputs.user(parts, call);
    if (!parts.isEmpty()) {
      call.operation = "text_completion";
    }
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.failure = Failures.of(tree, call.status);
    for (Map<String, @Nullable Object> answer : answers(tree)) {
      String text = text(answer);
      String reason = reason(answer);
      if (text != null || reason != null) {
        call.output.add(new Message("assistant", Parts.of(text), null, reason));
      }
    }
    pictures(tree, call);
    count(tree, call);
  }

  private static void pictures(Map<String, @Nullable Object> tree, CallBuilder call) {
    List<Part> pictures = new ArrayList<>();
    for (Object image : Tree.list(tree, "images")) {
      pictures.add(Parts.blob("image", image, null, null));
    }
    for (Map<String, @Nullable Object> artifact : Tree.maps(tree, "artifacts")) {
      pictures.add(Parts.blob("image", artifact.get("base64"), null, null));
    }
    if (!pictures.isEmpty()) {
      call.operation = "image_generation";
      call.output.add(new Message("assistant", pictures, null, null));
    }
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    int index = 0;
    for (Map<String, @Nullable Object> answer : answers(tree)) {
      String text = text(answer);
      String reason = reason(answer);
      Choice choice =
          text == null && reason == null ? null : call.choice(Tree.index(answer, "index", index));
      index++;
      if (choice != null) {
        choice.text.append(text, call);
        choice.finishReason(reason);
      }
    }
    count(tree, call);
  }

  private static List<Map<String, @Nullable Object>> answers(Map<String, @Nullable Object> tree) {
    for (String name : LISTS) {
      List<Map<String, @Nullable Object>> answers = Tree.maps(tree, name);
      if (!answers.isEmpty()) {
        return answers;
      }
    }
    return List.of(tree);
  }

  private static @Nullable String text(Map<String, @Nullable Object> answer) {
    String text = first(answer, TEXTS);
    return text != null ? text : Tree.string(Tree.map(answer, "data"), "text");
  }

  private static @Nullable String reason(Map<String, @Nullable Object> answer) {
    String reason = first(answer, REASONS);
    if (reason == null) {
      reason = Tree.string(Tree.map(answer, "finishReason"), "reason");
    }
    return reason == null ? null : FinishReasons.ofBedrock(reason);
  }

  private static @Nullable String first(Map<String, @Nullable Object> tree, List<String> names) {
    for (String name : names) {
      String value = Tree.string(tree, name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /**
   * Counts tokens: a stream tells those of the input once, and those of the output as they grow.
   */
  private void count(Map<String, @Nullable Object> tree, CallBuilder call) {
    inputTokens = later(tree, "prompt_token_count", inputTokens);
    inputTokens = later(tree, "inputTextTokenCount", inputTokens);
    outputTokens = later(tree, "generation_token_count", outputTokens);
    outputTokens = later(tree, "totalOutputTextTokenCount", outputTokens);
    for (Map<String, @Nullable Object> result : Tree.maps(tree, "results")) {
      Long count = Tree.whole(result, "tokenCount");
      if (count != null) {
        outputTokens = count + (outputTokens == null ? 0 : outputTokens);
      }
    }
    if (inputTokens != null || outputTokens != null) {
      call.usage = new Usage(inputTokens, outputTokens, null, null, null);
    } else {
      call.usage(Tree.map(tree, "usage"));
    }
  }

  private static @Nullable Long later(
      Map<String, @Nullable Object> tree, String name, @Nullable Long before) {
    Long told = Tree.whole(tree, name);
    return told != null ? told : before;
  }

  @Override
  public void finish(CallBuilder call) {
    call.finishChoices();
  }
}
