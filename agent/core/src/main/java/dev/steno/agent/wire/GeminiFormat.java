package dev.steno.agent.wire;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads Gemini's generateContent format. */
final class GeminiFormat implements Format {
  private static final int MAX_NAME = 256;

  private final TreeMap<Integer, Pieces> candidates = new TreeMap<>();
  private @Nullable Usage usage;

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    model(tree, call);
    GeminiParameters.collect(tree, call.request);
    call.systemInstructions.addAll(
        GeminiParts.of(GeminiParts.either(tree, "systemInstruction", "system_instruction")));
    Object contents = tree.get("contents");
    if (contents instanceof List<?> list) {
      for (Object content : list) {
        add(content, call);
      }
    } else if (contents != null) {
      add(contents, call);
    }
    GeminiParts.definitions(tree, call.toolDefinitions);
  }

  /** Notes the model, which a body names with the collection that it is in. */
  static void model(Map<String, @Nullable Object> tree, CallBuilder call) {
    String model = Tree.string(tree, "model");
    if (model != null && !model.isEmpty()) {
      String name = model.substring(model.lastIndexOf('/') + 1);
      call.requestModel = Text.cut(name, MAX_NAME);
    }
  }

  private static void add(@Nullable Object content, CallBuilder call) {
    String role = Parts.stringOr(Tree.map(content), "role", "user");
    String who = role.equals("model") ? "assistant" : role.equals("function") ? "tool" : role;
    Turns.add(who, GeminiParts.of(content), call.input);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.failure = Failures.of(tree, call.status);
    told(tree, call);
    for (Map<String, @Nullable Object> candidate : Tree.maps(tree, "candidates")) {
      List<Part> parts = GeminiParts.of(candidate.get("content"));
      boolean asksForTool = parts.stream().anyMatch(part -> part.type().equals("tool_call"));
      String told = Tree.string(candidate, "finishReason");
      String reason = told == null ? null : FinishReasons.of(told);
      call.output.add(
          new Message(
              "assistant",
              Parts.merged(parts),
              null,
              FinishReasons.afterTools(reason, asksForTool)));
    }
    if (call.output.isEmpty() && blocked(tree)) {
      call.output.add(new Message("assistant", List.of(), null, FinishReasons.CONTENT_FILTER));
    }
  }

  private static boolean blocked(Map<String, @Nullable Object> tree) {
    return Tree.has(Tree.map(tree, "promptFeedback"), "blockReason");
  }

  private void told(Map<String, @Nullable Object> tree, CallBuilder call) {
    String id = Tree.string(tree, "responseId");
    if (id != null && !id.isEmpty()) {
      call.responseId = Text.cut(id, MAX_NAME);
    }
    String model = Tree.string(tree, "modelVersion");
    if (model != null && !model.isEmpty()) {
      call.responseModel = Text.cut(model, MAX_NAME);
    }
    usage = usage(Tree.map(tree, "usageMetadata"), usage);
    call.usage = usage;
  }

  /** The counts of an event, which are of all that came so far; what it leaves out stays. */
  static @Nullable Usage usage(Map<String, @Nullable Object> tree, @Nullable Usage before) {
    Long thoughts = Tree.whole(tree, "thoughtsTokenCount");
    Long input =
        sum(Tree.whole(tree, "promptTokenCount"), Tree.whole(tree, "toolUsePromptTokenCount"));
    Long output = sum(Tree.whole(tree, "candidatesTokenCount"), thoughts);
    if (input == null && output == null) {
      return before;
    }
    Long cached = Tree.whole(tree, "cachedContentTokenCount");
    Map<Billed, Long> billed = BilledCounts.ofGemini(tree);
    return before == null
        ? new Usage(input, output, cached, null, thoughts, billed)
        : new Usage(
            input != null ? input : before.inputTokens(),
            output != null ? output : before.outputTokens(),
            cached != null ? cached : before.cacheReadInputTokens(),
            null,
            thoughts != null ? thoughts : before.reasoningOutputTokens(),
            billed.isEmpty() ? before.billed() : billed);
  }

  private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
    if (one == null) {
      return other;
    }
    return other == null ? one : Long.valueOf(one + other);
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    told(tree, call);
    for (Map<String, @Nullable Object> candidate : Tree.maps(tree, "candidates")) {
      Pieces pieces = pieces(Tree.index(candidate, "index", 0), call);
      if (pieces != null) {
        for (Part part : GeminiParts.of(candidate.get("content"))) {
          pieces.add(part, call);
        }
        pieces.finishReason(Tree.string(candidate, "finishReason"));
      }
    }
    Pieces only = blocked(tree) ? pieces(0, call) : null;
    if (only != null && !only.finished()) {
      only.finishReason(FinishReasons.CONTENT_FILTER);
    }
  }

  private @Nullable Pieces pieces(int index, CallBuilder call) {
    Pieces known = candidates.get(index);
    if (known == null && call.room()) {
      known = new Pieces();
      candidates.put(index, known);
    }
    return known;
  }

  @Override
  public void finish(CallBuilder call) {
    call.terminal |=
        !candidates.isEmpty() && candidates.values().stream().allMatch(Pieces::finished);
    for (Pieces pieces : candidates.values()) {
      call.output.add(pieces.message());
    }
    candidates.clear();
  }
}
