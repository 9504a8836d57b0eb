package dev.steno.agent.health;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * What Steno says, on stderr, a line at a time; never content of a call.
 *
 * <p>Warnings are limited: the same again, and any after {@value #BURST} of them, one a minute,
 * which says how many were left out. Safe for use by any thread.
 */
public final class Log {
  private static final int BURST = 20;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private final PrintStream out;
  private final boolean debug;
  private int warnings;
  private int unsaid;
  private long lastNanos;
  private String lastLine = "";

  /** Writes to {@code out}, which is held: the application may replace {@code System.err}. */
  public Log(PrintStream out, boolean debug) {
    this.out = out;
    this.debug = debug;
  }

  /** Whether {@link #debug} says anything. */
  public boolean debugs() {
    return debug;
  }

  /** Says a line in any case. */
  public void say(String line) {
    out.println("steno: ".concat(oneLine(line)));
  }

  /** Says a line when the user asked for {@code steno.log=debug}. */
  public void debug(String line) {
    if (debug) {
      say(line);
    }
  }

  /** Says what is wrong and what to do about it. */
  public void warn(String line) {
    String unsaidBefore = admit(line, System.nanoTime());
    if (unsaidBefore != null) {
      say(line.concat(unsaidBefore));
    }
  }

  /** What to add to this warning, or null when it must not be said now. */
  private synchronized @Nullable String admit(String line, long now) {
    boolean again = warnings >= BURST || line.equals(lastLine);
    if (again && now - lastNanos < MINUTE_NANOS) {
      unsaid++;
      return null;
    }
    warnings++;
    lastLine = line;
    lastNanos = now;
    String suffix = unsaid == 0 ? "" : " (" + unsaid + " warnings before this were not printed)";
    unsaid = 0;
    return suffix;
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(Character.isISOControl(c) ? ' ' : c);
    }
    return line.toString();
  }
}
