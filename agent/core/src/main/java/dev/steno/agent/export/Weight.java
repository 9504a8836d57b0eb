package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What entries take in memory, and how many calls they count for. */
public final class Weight {
  private static final int BASE_WEIGHT = 1024;

  private Weight() {}

  /** How many calls an entry counts for. */
  public static int calls(Entry entry) {
    return entry instanceof Interaction one ? Math.max(1, one.calls().size()) : 1;
  }

  /** What it takes in memory, roughly: its texts, and something for all else. */
  static long of(Entry entry) {
    if (entry instanceof Event event) {
      byte[] content = event.content();
      return BASE_WEIGHT + (content == null ? 0 : content.length) + weight(event.fields());
    }
    Interaction interaction = (Interaction) entry;
    long weight = BASE_WEIGHT + weight(interaction.input()) + weight(interaction.output());
    weight += weight(interaction.properties()) + weight(interaction.origin().properties());
    for (Call call : interaction.calls()) {
      weight += BASE_WEIGHT;
      weight += messages(call.inputMessages()) + messages(call.outputMessages());
      weight += parts(call.systemInstructions()) + weight(call.toolDefinitions());
      weight += weight(call.request()) + weight(call.result()) + detail(call.detail());
    }
    return weight;
  }

  private static long detail(@Nullable Detail detail) {
    long weight = 0;
    if (detail instanceof Detail.Tool tool) {
      weight = weight(tool.arguments()) + weight(tool.result());
    } else if (detail instanceof Detail.Retrieval retrieval) {
      weight = weight(retrieval.query());
      List<Detail.Document> documents = retrieval.documents();
      for (Detail.Document document : documents == null ? List.<Detail.Document>of() : documents) {
        weight += BASE_WEIGHT + weight(document.content());
      }
    } else if (detail instanceof Detail.Agent agent) {
      weight = weight(agent.input()) + weight(agent.output()) + weight(agent.properties());
    } else if (detail instanceof Detail.Guardrail guardrail) {
      weight = weight(guardrail.result());
    }
    return weight;
  }

  private static long messages(List<Message> messages) {
    long weight = 0;
    for (Message message : messages) {
      weight += parts(message.parts());
    }
    return weight;
  }

  private static long parts(List<Part> parts) {
    long weight = 0;
    for (Part part : parts) {
      weight += weight(part.fields());
    }
    return weight;
  }

  private static long weight(@Nullable Object tree) {
    if (tree instanceof String text) {
      return 2L * text.length() + 48;
    }
    long weight = 48;
    if (tree instanceof Map<?, ?> map) {
      for (Object value : map.values()) {
        weight += weight(value);
      }
    } else if (tree instanceof Iterable<?> list) {
      for (Object value : list) {
        weight += weight(value);
      }
    }
    return weight;
  }
}
