package dev.steno.agent.command;

import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a command prints: aligned lines that fit a terminal, those with something wrong marked with
 * {@code !}, and no control character of anybody's.
 */
final class Paper {
  private static final int WIDTH = 100;
  private static final int LABEL = 11;
  private static final int LEFT = 4;

  private final PrintStream out;
  private int wrong;

  Paper(PrintStream out) {
    this.out = out;
  }

  /** A line at the margin, after an empty one. */
  void section(String title) {
    out.println();
    text(title);
  }

  /** A line at the margin. */
  void text(String text) {
    print("", "", text);
  }

  /** A line that heads others of a section. */
  void item(String text) {
    print("  ", "", text);
  }

  /** A line of a section. */
  void line(String label, String text) {
    print("    ", label, text);
  }

  /** A line of a section that somebody has to look at, with what to do about it. */
  void wrong(String label, String text, @Nullable String remedy) {
    wrong++;
    print("  ! ", label, text);
    if (remedy != null) {
      print("    ", "", "-> " + remedy);
    }
  }

  /** How many lines somebody has to look at. */
  int wrong() {
    return wrong;
  }

  private void print(String margin, String label, String text) {
    String indent = margin.length() < LEFT ? margin : margin + padded(label);
    StringBuilder line = new StringBuilder(indent);
    int used = indent.length();
    for (String word : clean(text).split(" ", -1)) {
      if (used > indent.length() && used + 1 + word.length() > WIDTH) {
        out.println(line);
        line.setLength(0);
        line.append(" ".repeat(indent.length()));
        used = indent.length();
      } else if (used > indent.length()) {
        line.append(' ');
        used++;
      }
      line.append(word);
      used += word.length();
    }
    out.println(line);
  }

  private static String padded(String label) {
    return label.length() >= LABEL ? label + " " : label + " ".repeat(LABEL - label.length());
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                clean.appendCodePoint(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                        ? ' '
                        : c));
    return clean.toString();
  }

  /** {@code 1,204}. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1 call}, {@code 1,204 calls}. */
  static String count(long number, String one) {
    return number(number) + " " + one + (number == 1 ? "" : "s");
  }

  /** {@code 512 bytes}, {@code 3.4 MiB}. */
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return count(bytes, "byte");
    }
    boolean isLarge = bytes >= 1 << 20;
    return String.format(
        Locale.ROOT, "%.1f %s", bytes / (isLarge ? 1048576.0 : 1024.0), isLarge ? "MiB" : "KiB");
  }
}
