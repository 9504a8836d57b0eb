package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Usage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads Alibaba's native DashScope: generation, applications, embeddings, rerankings. */
final class DashScopeFormat implements Format {
  private final TreeMap<Integer, DashScopeChoice> choices = new TreeMap<>();
  private Growing.By by = Growing.By.UNKNOWN;

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Map<String, @Nullable Object> parameters = Tree.map(tree, "parameters");
    Parameters.collect(parameters, call.request);
    Parameters.pick(
        parameters,
        call.request,
        "result_format",
        "incremental_output",
        "max_length",
        "repetition_penalty",
        "enable_search",
        "enable_thinking",
        "thinking_budget",
        "text_type",
        "dimension",
        "output_type",
        "top_n",
        "return_documents");
    // Some models have it true when nothing is said, and most have it false.
    Object incremental = parameters.get("incremental_output");
    if (incremental instanceof Boolean told) {
      by = told ? Growing.By.PIECES : Growing.By.WHOLES;
      call.streamRequested |= told;
    }
    Tools.definitions(parameters, call.toolDefinitions);
    input(Tree.map(tree, "input"), call);
  }

  private static void input(Map<String, @Nullable Object> input, CallBuilder call) {
    Parameters.pick(input, call.request, "session_id", "memory_id");
    for (Map<String, @Nullable Object> message : Tree.maps(input, "messages")) {
      call.input.add(
          DashScopeChoice.message(message, Parts.stringOr(message, "role", "user"), null));
    }
    Inputs.user(input.get("prompt"), call);
    Inputs.user(input.get("texts"), call);
    Inputs.user(DashScopeChoice.parts(input.get("contents")), call);
    if (Tree.has(input, "query")) {
      RerankFormat.input(input, call);
    }
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    about(tree, call);
    Map<String, @Nullable Object> output = Tree.map(tree, "output");
    String code = Tree.string(tree, "code");
    if (output.isEmpty() && code != null && !code.isEmpty()) {
      call.failure = Failures.ofError(tree, call.status);
    }
    for (Map<String, @Nullable Object> choice : Tree.maps(output, "choices")) {
      call.output.add(
          DashScopeChoice.message(
              Tree.map(choice, "message"), "assistant", DashScopeChoice.reason(choice)));
    }
    if (output.get("text") instanceof String text && call.output.isEmpty()) {
      call.output.add(
          new Message("assistant", Parts.of(text), null, DashScopeChoice.reason(output)));
    }
    List<Map<String, @Nullable Object>> vectors = Tree.maps(output, "embeddings");
    Object first = vectors.isEmpty() ? null : vectors.get(0).get("embedding");
    Vectors.tell(vectors.size(), Vectors.dimensions(first), call);
    RerankFormat.result(Tree.maps(output, "results"), call);
  }

  private static void about(Map<String, @Nullable Object> tree, CallBuilder call) {
    String requestId = Tree.string(tree, "request_id");
    if (requestId != null) {
      call.identity(Map.of("id", requestId));
    }
    String sessionId = Tree.string(Tree.map(tree, "output"), "session_id");
    if (sessionId != null) {
      call.result.put("session_id", Text.cut(sessionId, Failures.MAX_MESSAGE));
    }
    Map<String, @Nullable Object> usage = Tree.map(tree, "usage");
    RerankFormat.usage(usage, call);
    // An application tells of each model that it asked.
    Usage sum = null;
    for (Map<String, @Nullable Object> model : Tree.maps(usage, "models")) {
      call.identity(Map.of("model", Parts.stringOr(model, "model_id", "")));
      Usage one = Usages.of(model);
      sum = sum == null || one == null ? one : sum.plus(one);
    }
    if (sum != null) {
      call.usage = sum;
    }
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    about(tree, call);
    Map<String, @Nullable Object> output = Tree.map(tree, "output");
    int index = 0;
    for (Map<String, @Nullable Object> told : Tree.maps(output, "choices")) {
      DashScopeChoice choice = choice(Tree.index(told, "index", index++), call);
      if (choice != null) {
        choice.add(Tree.map(told, "message"), call);
        choice.end(DashScopeChoice.reason(told));
      }
    }
    if (output.get("text") instanceof String text && index == 0) {
      DashScopeChoice choice = choice(0, call);
      if (choice != null) {
        choice.add(Map.of("content", text), call);
        choice.end(DashScopeChoice.reason(output));
      }
    }
  }

  private @Nullable DashScopeChoice choice(int index, CallBuilder call) {
    DashScopeChoice known = choices.get(index);
    if (known != null || !call.room()) {
      return known;
    }
    DashScopeChoice added = new DashScopeChoice(by);
    choices.put(index, added);
    return added;
  }

  @Override
  public void finish(CallBuilder call) {
    call.terminal |=
        !choices.isEmpty() && choices.values().stream().allMatch(DashScopeChoice::ended);
    for (DashScopeChoice choice : choices.values()) {
      call.output.add(choice.message());
    }
  }
}
