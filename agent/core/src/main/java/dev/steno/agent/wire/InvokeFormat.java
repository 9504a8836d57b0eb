package dev.steno.agent.wire;

import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads models that are invoked on Bedrock, each family in the format that is its own. */
final class InvokeFormat implements Format {
  private static final String METRICS = "amazon-bedrock-invocationMetrics";

  private @Nullable Format family;
  private @Nullable Usage measured;

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    family = ofRequest(tree, call.requestModel == null ? "" : call.requestModel);
    if (family != null) {
      operation(family, call);
      family.request(tree, call);
    } else {
      call.parameters(tree);
    }
  }

  private static @Nullable Format ofRequest(Map<String, @Nullable Object> tree, String model) {
    boolean claude = model.contains("anthropic") && Tree.has(tree, "messages");
    if (claude || Tree.has(tree, "anthropic_version")) {
      return new AnthropicFormat();
    }
    if (model.contains("embed") || Tree.has(tree, "texts")) {
      return new InvokeEmbeddingsFormat();
    }
    if (Tree.has(tree, "query") && Tree.has(tree, "documents")) {
      return new RerankFormat();
    }
    if (Tree.has(tree, "messages")) {
      boolean nova = Tree.has(tree, "inferenceConfig") || Tree.has(tree, "schemaVersion");
      return nova || model.contains("nova") ? new ConverseFormat() : new ChatFormat();
    }
    if (Tree.has(tree, "message")) {
      return new CohereV1Format();
    }
    return tree.isEmpty() ? null : new InvokeTextFormat();
  }

  /** The family of an answer whose request was not seen. */
  private static Format ofAnswer(Map<String, @Nullable Object> tree) {
    String type = Parts.stringOr(tree, "type", "");
    if (type.equals("message") || type.startsWith("message_") || type.startsWith("content_")) {
      return new AnthropicFormat();
    }
    if (Tree.has(tree, "output") || Tree.has(tree, "messageStart")) {
      return new ConverseFormat();
    }
    if (Tree.has(tree, "event_type") || Tree.has(tree, "generation_id")) {
      return new CohereV1Format();
    }
    for (Map<String, @Nullable Object> choice : Tree.maps(tree, "choices")) {
      if (!Tree.has(choice, "text")) {
        return new ChatFormat();
      }
    }
    for (Map<String, @Nullable Object> result : Tree.maps(tree, "results")) {
      if (Tree.has(result, "relevance_score")) {
        return new RerankFormat();
      }
    }
    return new InvokeTextFormat();
  }

  private static void operation(Format family, CallBuilder call) {
    if (family instanceof InvokeEmbeddingsFormat) {
      call.operation = "embeddings";
    } else if (family instanceof RerankFormat) {
      call.operation = "rerank";
    }
  }

  private Format family(Map<String, @Nullable Object> tree, CallBuilder call) {
    Format found = family;
    if (Tree.has(tree, "embedding") || Tree.has(tree, "embeddings")) {
      found = new InvokeEmbeddingsFormat();
    }
    if (found == null) {
      found = ofAnswer(tree);
    }
    if (found != family) {
      operation(found, call);
      family = found;
    }
    return found;
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    Format family = family(tree, call);
    family.response(family instanceof ChatFormat ? asChat(tree) : tree, call);
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    Format family = family(tree, call);
    if (family instanceof ConverseFormat) {
      for (Map.Entry<String, @Nullable Object> entry : tree.entrySet()) {
        family.event(entry.getKey(), Tree.map(entry.getValue()), call);
      }
    } else {
      family.event(
          Tree.string(tree, "type"), family instanceof ChatFormat ? asChat(tree) : tree, call);
    }
    Map<String, @Nullable Object> metrics = Tree.map(tree, METRICS);
    if (!metrics.isEmpty()) {
      call.terminal = true;
      measured = Usages.named(metrics, "inputTokenCount", "outputTokenCount");
    }
  }

  /** The tree as OpenAI writes it: Mistral says {@code stop_reason}, and streams messages. */
  private static Map<String, @Nullable Object> asChat(Map<String, @Nullable Object> tree) {
    List<Object> choices = new ArrayList<>();
    for (Map<String, @Nullable Object> choice : Tree.maps(tree, "choices")) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>(choice);
      if (!Tree.has(copy, "finish_reason")) {
        copy.put("finish_reason", copy.get("stop_reason"));
      }
      if (!Tree.has(copy, "delta")) {
        copy.put("delta", copy.get("message"));
      }
      choices.add(copy);
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(tree);
    copy.put("choices", choices);
    return copy;
  }

  @Override
  public void finish(CallBuilder call) {
    if (family != null) {
      family.finish(call);
    }
    if (call.usage == null) {
      call.usage = measured;
    }
  }
}
