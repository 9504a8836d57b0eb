package dev.steno.agent.wire;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Tells from the head of a JSON body whether it asks a model something: an object with a {@code
 * model}, and something to answer to. Pure, and linear in the head.
 */
public final class JsonShape {
  /** What is looked at, in bytes. */
  public static final int HEAD = 16 << 10;

  private static final int LONGEST_NAME = 16;
  private static final Set<String> CONTENT =
      Set.of(
          "content",
          "contents",
          "input",
          "inputText",
          "inputs",
          "instances",
          "message",
          "messages",
          "prompt",
          "query",
          "requests",
          "texts");

  private final byte[] head;
  private final int length;
  private boolean model;
  private boolean content;

  private JsonShape(byte[] head, int length) {
    this.head = head;
    this.length = length;
  }

  /**
   * Whether a body that was sent to that path asks a model.
   *
   * @param whole whether the body is no longer than the given length; when it is longer, one half
   *     of what is looked for is enough, since the other may come later
   */
  public static boolean looksLikeModelCall(String path, byte[] body, int length, boolean whole) {
    int looked = Math.min(length, HEAD);
    JsonShape shape = new JsonShape(body, looked);
    shape.scan();
    shape.model |= Endpoint.modelIn(path) != null;
    boolean both = shape.model && shape.content;
    boolean either = shape.model || shape.content;
    return (whole && looked == length) ? both : either;
  }

  /** Notes the names at depth one: those strings that a colon follows. */
  private void scan() {
    int at = blank(0);
    if (at >= length || head[at] != '{') {
      return;
    }
    int depth = 0;
    while (at < length) {
      byte b = head[at];
      if (b == '"') {
        int end = stringEnd(at + 1);
        if (depth == 1 && end < length) {
          name(at + 1, end);
        }
        at = end;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      at++;
    }
  }

  private void name(int from, int end) {
    int after = blank(end + 1);
    if (end - from > LONGEST_NAME || after >= length || head[after] != ':') {
      return;
    }
    String name = new String(head, from, end - from, StandardCharsets.ISO_8859_1);
    model |= name.equals("model");
    content |= CONTENT.contains(name);
  }

  private int stringEnd(int from) {
    int at = from;
    while (at < length && head[at] != '"') {
      at += head[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  private int blank(int from) {
    int at = from;
    while (at < length && head[at] <= ' ' && head[at] >= 0) {
      at++;
    }
    return at;
  }
}
