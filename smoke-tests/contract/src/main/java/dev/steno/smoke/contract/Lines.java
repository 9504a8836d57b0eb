package dev.steno.smoke.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** The lines of an answer, whatever pieces it comes in: these are a matter of chance. */
public final class Lines {
  private final Body body;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final Queue<String> whole = new ArrayDeque<>();

  public Lines(Body body) {
    this.body = body;
  }

  /** The next line that is not empty, or null at the end. */
  public String next() throws Exception {
    while (whole.isEmpty()) {
      byte[] piece = body.next();
      if (piece == null) {
        return begun.size() == 0 ? null : take();
      }
      add(piece);
    }
    return whole.remove();
  }

  private void add(byte[] piece) {
    for (byte next : piece) {
      if (next != '\n') {
        begun.write(next);
      } else if (begun.size() > 0) {
        whole.add(take());
      }
    }
  }

  private String take() {
    String line = begun.toString(StandardCharsets.UTF_8);
    begun.reset();
    return line;
  }

  /** Reads lines, at most so many, and tells what they said. */
  public int read(int most, Transcript out) throws Exception {
    int count = 0;
    while (count < most) {
      String line = next();
      if (line == null) {
        out.fact("lines to the end", count);
        return count;
      }
      out.fact("line", count++ == 0 ? line : text(line));
    }
    out.fact("lines", count);
    return count;
  }

  /** What the model said, or all of a line that says something else. */
  static String text(String line) {
    String before = "{\"content\":\"";
    int start = line.indexOf(before);
    return start < 0 ? line : line.substring(start + before.length()).split("\"", 2)[0];
  }
}
