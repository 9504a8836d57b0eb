package dev.steno.agent.export;

import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
    boolean fits = false;
    for (int longest = most / 4 * 3; !fits && longest >= SHORTEST_TEXT; ) {
      tree = cutTexts((Map<?, ?>) tree, longest);
      fits = fits(tree, most, from, out);
      longest = longest / 4 * 3;
    }
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

  private static Map<String, @Nullable Object> cutTexts(Map<?, ?> tree, int longest) {
    Map<String, @Nullable Object> cut = new LinkedHashMap<>();
    tree.forEach((name, value) -> cut.put(String.valueOf(name), cutTexts(value, longest)));
    return cut;
  }

  private static @Nullable Object cutTexts(@Nullable Object value, int longest) {
    if (value instanceof String text) {
      return cut(text, longest);
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

  /** The longest beginning of the text that takes no more bytes than allowed in UTF-8. */
  static String cut(String text, int mostBytes) {
    if (text.length() <= mostBytes / 3
        || text.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
      return text;
    }
    int bytes = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > mostBytes) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
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
