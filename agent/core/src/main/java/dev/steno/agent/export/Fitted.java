package dev.steno.agent.export;

import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.wire.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as one line of JSON that is no longer than allowed: its longest texts are cut first, on
 * the borders of characters, then whole parts are left out, and {@code truncated} says so.
 */
public final class Fitted {
  private static final int SHORTEST_TEXT = 64;
  private static final int MARK = ",\"truncated\":true".length();

  /** What can be missed most easily, first. */
  private static final List<String> EXPENDABLE =
      List.of("tool_definitions", "result", "request", "input_messages", "system_instructions");

  private Fitted() {}

  /** The line in UTF-8, without a line feed, of {@code most} bytes at most. */
  public static byte[] line(Entry entry, int most) {
    JsonWriter line = new JsonWriter();
    line(entry, most, line);
    return line.copy();
  }

  /** Writes the same behind what was written. */
  public static void line(Entry entry, int most, JsonWriter out) {
    int from = out.size();
    if (entry instanceof Interaction interaction) {
      new InteractionLine(out, false).write(interaction);
      if (out.size() - from <= most) {
        return;
      }
    }
    Map<String, @Nullable Object> tree = EntryJson.tree(entry);
    if (fits(tree, most, from, out)) {
      return;
    }
    tree.put("truncated", true);
    tree = cutTexts((Map<?, ?>) tree, longestText(tree, out.size() - from + MARK - most));
    boolean fits = fits(tree, most, from, out);
    for (int i = 0; !fits && i < EXPENDABLE.size(); i++) {
      leaveOut(tree, EXPENDABLE.get(i));
      fits = fits(tree, most, from, out);
    }
    if (!fits) {
      tree.remove("calls");
      fits(tree, most, from, out);
    }
  }

  /** Writes it there, and says whether that is short enough. */
  private static boolean fits(Object tree, int most, int from, JsonWriter out) {
    out.cut(from);
    out.value(tree);
    return out.size() - from <= most;
  }

  /** How long a text may be, as it is written, so that all of them lose that much together. */
  private static int longestText(Object tree, int excess) {
    List<Integer> lengths = new ArrayList<>();
    measure(tree, lengths);
    lengths.sort(Comparator.reverseOrder());
    lengths.add(SHORTEST_TEXT);
    long sum = 0;
    for (int i = 0; i + 1 < lengths.size(); i++) {
      sum += lengths.get(i);
      long longest = (sum - excess) / (i + 1);
      if (longest >= lengths.get(i + 1)) {
        return (int) longest;
      }
    }
    return SHORTEST_TEXT;
  }

  private static void measure(@Nullable Object value, List<Integer> lengths) {
    if (value instanceof String text && text.length() > SHORTEST_TEXT) {
      lengths.add(JsonWriter.length(text));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> measure(item, lengths));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> measure(item, lengths));
    }
  }

  private static Map<String, @Nullable Object> cutTexts(Map<?, ?> tree, int longest) {
    Map<String, @Nullable Object> cut = new LinkedHashMap<>();
    tree.forEach((name, value) -> cut.put(String.valueOf(name), cutTexts(value, longest)));
    return cut;
  }

  private static @Nullable Object cutTexts(@Nullable Object value, int longest) {
    if (value instanceof String text) {
      return JsonWriter.cut(text, longest);
    }
    if (value instanceof Map<?, ?> map) {
      return cutTexts(map, longest);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> cut = new ArrayList<>(list.size());
      list.forEach(item -> cut.add(cutTexts(item, longest)));
      return cut;
    }
    return value;
  }

  private static void leaveOut(Map<String, @Nullable Object> tree, String field) {
    if (tree.get("calls") instanceof List<?> calls) {
      for (Object call : calls) {
        if (call instanceof Map<?, ?> fields) {
          fields.remove(field);
        }
      }
    }
  }
}
