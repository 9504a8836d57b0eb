package dev.steno.agent.export.console;

import dev.steno.agent.export.Exporter;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Usage;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints one line an entry on stderr, for people who try Steno out. */
public final class ConsoleExporter implements Exporter {
  private static final int MOST_TEXT = 60;
  private static final double NANOS_IN_A_MILLI = 1_000_000;

  private final PrintStream out;
  private final DateTimeFormatter time;

  /** Prints times of that zone. */
  public ConsoleExporter(PrintStream out, ZoneId zone) {
    this.out = out;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  @Override
  public int export(List<Entry> entries) {
    for (Entry entry : entries) {
      out.println(entry instanceof Interaction one ? line(one) : line((Event) entry));
    }
    return entries.size();
  }

  private String line(Event event) {
    StringBuilder line = new StringBuilder("steno: ");
    line.append(time.format(event.startedAt())).append(' ').append(event.kind().json());
    append(line, " ", event.name());
    append(line, ", user ", event.origin().userId());
    return line.toString();
  }

  private String line(Interaction interaction) {
    StringBuilder line = new StringBuilder("steno: ");
    line.append(time.format(interaction.startedAt())).append(' ');
    line.append(interaction.outcome().json());
    line.append(
        String.format(Locale.ROOT, " %.0f ms", interaction.latencyNanos() / NANOS_IN_A_MILLI));
    String agent = interaction.agentName();
    if (agent != null) {
      append(line, ", ", agent);
      line.append(" (").append(interaction.calls().size()).append(" calls)");
    } else if (!interaction.calls().isEmpty()) {
      Call call = interaction.calls().get(0);
      line.append(", ").append(call.operation());
      append(line, " ", call.responseModel() == null ? call.requestModel() : call.responseModel());
    }
    Usage usage = interaction.usage();
    if (usage != null) {
      line.append(", ").append(orQuestion(usage.inputTokens()));
      line.append("+").append(orQuestion(usage.outputTokens())).append(" tokens");
    }
    line.append(": ").append(text(interaction.input())).append(" -> ");
    line.append(text(interaction.output()));
    Failure failure = interaction.failure();
    if (failure != null) {
      append(line, ", failed: ", failure.type());
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String before, @Nullable String text) {
    if (text != null) {
      line.append(before).append(printable(text));
    }
  }

  private static String orQuestion(@Nullable Long tokens) {
    return tokens == null ? "?" : tokens.toString();
  }

  private static String text(@Nullable String text) {
    if (text == null) {
      return "(no text)";
    }
    String printable = printable(text);
    int end = printable.offsetByCodePoints(0, Math.min(MOST_TEXT, count(printable)));
    return '"' + printable.substring(0, end) + (end < printable.length() ? "…\"" : "\"");
  }

  private static int count(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A model may answer with what commands a terminal: no control character is printed. */
  private static String printable(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line.toString();
  }
}
