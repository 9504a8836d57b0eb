package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import dev.steno.agent.wire.JsonWriter;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the bytes that wait on disk: its JSON in the format {@code steno/1}, and under
 * {@value #EXACT}, at each level, what that format leaves out. {@link EntryReader} gives back an
 * equal entry, but for surrogates without a partner, which are U+FFFD then as in everything that is
 * sent.
 */
public final class EntryCodec {
  /** The name of what only the spool's records have. */
  static final String EXACT = "_";

  /** What an event's line says beside the event's own fields. */
  static final Set<String> EVENT_NAMES =
      Set.of(
          "schema",
          "event",
          "id",
          "conversation_id",
          "interaction_id",
          "conversation_name",
          "session_id",
          "user_id",
          "device_id",
          "environment",
          "started_at",
          "name",
          "properties",
          "client",
          "visit_id",
          "trace_id",
          "span_id",
          EXACT);

  private static final int NANOS_IN_A_MICRO = 1_000;

  private EntryCodec() {}

  /** The bytes of an entry: JSON in UTF-8, without a line feed. */
  public static byte[] bytes(Entry entry) {
    JsonWriter out = new JsonWriter();
    if (entry instanceof Interaction interaction) {
      new InteractionLine(out, true).write(interaction);
    } else {
      out.value(tree((Event) entry));
    }
    return out.copy();
  }

  /** The tree of an event, with what the format leaves out. */
  static Map<String, @Nullable Object> tree(Event event) {
    boolean isPlain = isPlain(event);
    Map<String, @Nullable Object> tree =
        EntryJson.tree(isPlain ? event : event.with(Map.of(), null));
    Map<String, @Nullable Object> exact = exact(event, isPlain);
    if (!exact.isEmpty()) {
      tree.put(EXACT, exact);
    }
    return tree;
  }

  /** The same of an interaction. */
  static Map<String, @Nullable Object> tree(Interaction interaction) {
    Map<String, @Nullable Object> tree = EntryJson.tree(interaction);
    Map<String, @Nullable Object> exact = exact(interaction);
    if (tree.get("calls") instanceof List<?> trees) {
      for (int i = 0; i < trees.size(); i++) {
        call(interaction.calls().get(i), map(trees.get(i)));
      }
    }
    tree.put(EXACT, exact);
    return tree;
  }

  /** Whether its line has all its fields, and under names that nothing else has. */
  private static boolean isPlain(Event event) {
    for (Map.Entry<String, @Nullable Object> field : event.fields().entrySet()) {
      if (field.getValue() == null || EVENT_NAMES.contains(field.getKey())) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, @Nullable Object> exact(Event event, boolean isPlain) {
    Map<String, @Nullable Object> exact = new LinkedHashMap<>();
    time(event.startedAt(), exact);
    if (!isPlain) {
      exact.put("fields", event.fields());
      exact.put("properties", event.origin().properties());
    }
    byte[] content = event.content();
    if (content != null) {
      exact.put("content", Base64.getEncoder().encodeToString(content));
    }
    return exact;
  }

  /** What the format leaves out of it, but for its calls; never nothing. */
  static Map<String, @Nullable Object> exact(Interaction interaction) {
    Map<String, @Nullable Object> exact = new LinkedHashMap<>();
    if (interaction.turn()) {
      exact.put("turn", true);
    }
    time(interaction.startedAt(), exact);
    exact.put(
        "nanos", Arrays.asList(interaction.latencyNanos(), interaction.timeToFirstChunkNanos()));
    usage(interaction.usage(), exact);
    if (!interaction.origin().properties().isEmpty()) {
      exact.put("origin", interaction.origin().properties());
      exact.put("properties", interaction.properties());
    }
    return exact;
  }

  @SuppressWarnings("unchecked") // made by InteractionJson just now
  private static Map<String, @Nullable Object> map(@Nullable Object tree) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(tree);
  }

  /** Puts what the format leaves out of a call into its tree. */
  static void call(Call call, Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> exact = new LinkedHashMap<>();
    time(call.startedAt(), exact);
    exact.put(
        "nanos",
        Arrays.asList(
            call.latencyNanos(), call.timeToFirstByteNanos(), call.timeToFirstChunkNanos()));
    usage(call.usage(), exact);
    Detail detail = call.detail();
    if (detail != null) {
      detail(call, detail, exact);
    }
    messages(call.inputMessages(), tree.get("input_messages"));
    messages(call.outputMessages(), tree.get("output_messages"));
    parts(call.systemInstructions(), tree.get("system_instructions"));
    tree.put(EXACT, exact);
  }

  private static void detail(Call call, Detail detail, Map<String, @Nullable Object> exact) {
    if (call.streaming()) {
      exact.put("streaming", true);
    }
    exact.put("attempts", call.attempts());
    if (detail instanceof Detail.Tool tool) {
      exact.put("detail", "tool");
      empty("arguments", tool.arguments(), exact);
      result(call, tool.result(), exact);
    } else if (detail instanceof Detail.Guardrail guardrail) {
      exact.put("detail", "guardrail");
      result(call, guardrail.result(), exact);
    } else {
      exact.put("detail", detail instanceof Detail.Agent ? "agent" : "retrieval");
    }
  }

  /** Both a call and its detail may have one, and it is written once. */
  private static void result(
      Call call, @Nullable Object ofDetail, Map<String, @Nullable Object> exact) {
    if (!call.result().isEmpty()) {
      exact.put("both", ofDetail);
    } else {
      empty("result", ofDetail, exact);
    }
  }

  /** What is empty is left out of the line. */
  private static void empty(
      String name, @Nullable Object value, Map<String, @Nullable Object> exact) {
    if ((value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof Collection<?> many && many.isEmpty())) {
      exact.put(name, value);
    }
  }

  private static void messages(List<Message> messages, @Nullable Object tree) {
    if (tree instanceof List<?> trees) {
      for (int i = 0; i < trees.size(); i++) {
        parts(messages.get(i).parts(), map(trees.get(i)).get("parts"));
      }
    }
  }

  private static void parts(List<Part> parts, @Nullable Object tree) {
    if (tree instanceof List<?> trees) {
      for (int i = 0; i < trees.size(); i++) {
        Part part = parts.get(i);
        if (isOdd(part)) {
          part(part, map(trees.get(i)));
        }
      }
    }
  }

  /** Whether it has a field of a name that is taken. */
  static boolean isOdd(Part part) {
    return part.fields().containsKey("type") || part.fields().containsKey(EXACT);
  }

  /** Puts an odd part as it is into its tree. */
  static void part(Part part, Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> exact = new LinkedHashMap<>();
    exact.put("type", part.type());
    exact.put("fields", part.fields());
    tree.put(EXACT, exact);
  }

  /** One that tells nothing is left out of the line. */
  private static void usage(@Nullable Usage usage, Map<String, @Nullable Object> exact) {
    if (tellsNothing(usage)) {
      exact.put("usage", new ArrayList<>());
    }
  }

  /** Whether there is one that says nothing. */
  static boolean tellsNothing(@Nullable Usage usage) {
    return usage != null
        && usage.billed().isEmpty()
        && usage.inputTokens() == null
        && usage.outputTokens() == null
        && usage.cacheReadInputTokens() == null
        && usage.cacheWriteInputTokens() == null
        && usage.reasoningOutputTokens() == null;
  }

  /** The nanoseconds that the format leaves out of a time. */
  static long below(Instant instant) {
    return instant.getLong(ChronoField.NANO_OF_SECOND) % NANOS_IN_A_MICRO;
  }

  private static void time(Instant instant, Map<String, @Nullable Object> exact) {
    long below = below(instant);
    if (below != 0) {
      exact.put("at", below);
    }
  }
}
