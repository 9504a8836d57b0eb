package dev.steno.smoke.contract;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a shape saw, one fact a line, the same in every run: addresses, ports, and numbers that
 * threads and generated classes get, are left out.
 */
public final class Transcript {
  private static final Pattern ADDRESS =
      Pattern.compile("(127\\.0\\.0\\.1|localhost)(/[^:]*)?:\\d+");
  private static final Pattern IDENTITY = Pattern.compile("@[0-9a-f]{4,}\\b");
  private static final Pattern GENERATED =
      Pattern.compile("(GeneratedMethodAccessor|GeneratedConstructorAccessor|\\$Proxy)\\d+");
  private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda[^ )]*");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /** Who came first, a callback or a result, and how often a method was called reflectively. */
  private static final List<String> ALWAYS_BY_CHANCE =
      List.of("java.util.concurrent.CompletableFuture", "jdk.internal.reflect.");

  private final List<String> framesByChance;
  private final StringBuilder text = new StringBuilder();

  public Transcript(String shape) {
    this(shape, List.of());
  }

  /**
   * @param framesByChance see {@link Driver#framesByChance}
   */
  Transcript(String shape, List<String> framesByChance) {
    this.framesByChance = framesByChance;
    text.append("== ").append(shape).append('\n');
  }

  public void fact(String name, Object value) {
    String line = stable(String.valueOf(value)).replace("\n", "\n    ");
    synchronized (text) {
      text.append("  ").append(name).append(": ").append(line).append('\n');
    }
  }

  /** Facts by their names, in the order of these. */
  public void facts(Map<String, ?> facts) {
    new TreeMap<>(facts).forEach(this::fact);
  }

  /** A result as the application sees it: its class, and all that it says of itself. */
  public void result(Object result) {
    type("class", result);
    fact("value", result);
  }

  public void type(String name, Object object) {
    fact(name, object == null ? null : object.getClass().getName());
  }

  /** The thread that this is called on. */
  public void thread(String name) {
    fact(name, currentThread());
  }

  public static String currentThread() {
    return NUMBER.matcher(stable(Thread.currentThread().getName())).replaceAll("N");
  }

  public void thrown(Throwable thrown) {
    StringBuilder description = new StringBuilder();
    describe(thrown, "", description);
    fact("thrown", description);
  }

  /** What was thrown when even its causes are a matter of chance. */
  void thrownByChance(Throwable thrown) {
    fact("thrown", thrown.getClass().getName());
    List<String> frames = new ArrayList<>();
    for (Throwable next = thrown; next != null; next = next.getCause()) {
      frames.addAll(framesOfTheAgent(next));
    }
    fact("frames of the agent", frames);
  }

  private static List<String> framesOfTheAgent(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .map(StackTraceElement::toString)
        .filter(frame -> frame.contains("dev.steno.") && !frame.contains("dev.steno.smoke."))
        .toList();
  }

  private void describe(Throwable thrown, String title, StringBuilder description) {
    description.append(title).append(thrown.getClass().getName());
    if (thrown instanceof SocketTimeoutException) {
      // Two clocks run, the socket's and the HTTP client's, and either may be the first.
      return;
    }
    description.append(": ").append(thrown.getMessage());
    List<String> frames =
        isByChance(thrown)
            ? framesOfTheAgent(thrown)
            : Arrays.stream(thrown.getStackTrace()).map(Transcript::frame).toList();
    String last = "";
    for (String frame : frames) {
      if (!frame.equals(last)) {
        description.append("\n  at ").append(frame);
      }
      last = frame;
    }
    for (Throwable suppressed : thrown.getSuppressed()) {
      describe(suppressed, "\nsuppressed ", description);
    }
    if (thrown.getCause() != null) {
      describe(thrown.getCause(), "\ncaused by ", description);
    }
  }

  private boolean isByChance(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .map(StackTraceElement::getClassName)
        .anyMatch(type -> framesByChance.stream().anyMatch(type::startsWith));
  }

  private static String frame(StackTraceElement frame) {
    for (String beginning : ALWAYS_BY_CHANCE) {
      if (frame.getClassName().startsWith(beginning)) {
        return beginning;
      }
    }
    if (frame.getClassName().startsWith("java.util.concurrent.")) {
      // The JVM has no lines of a method that was running when its class was woven.
      return frame.getClassName() + "." + frame.getMethodName();
    }
    return frame.toString();
  }

  private static String stable(String value) {
    String stable = ADDRESS.matcher(value).replaceAll("<address>");
    stable = IDENTITY.matcher(stable).replaceAll("@<identity>");
    stable = GENERATED.matcher(stable).replaceAll("$1<n>");
    return LAMBDA.matcher(stable).replaceAll("\\$\\$Lambda");
  }

  /** All of it. */
  @Override
  public String toString() {
    synchronized (text) {
      return text.toString();
    }
  }
}
