package dev.steno.agent.command;

import static dev.steno.agent.command.Paper.count;
import static dev.steno.agent.command.Paper.number;

import dev.steno.agent.health.Reasons;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says how one JVM did. */
final class JvmReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final int MOST_ERRORS = 3;

  private final Machine machine;
  private final Paper paper;

  JvmReport(Machine machine, Paper paper) {
    this.machine = machine;
    this.paper = paper;
  }

  void inShort(Jvm jvm) {
    long lost = lost(jvm).values().stream().mapToLong(Long::longValue).sum();
    paper.item(
        name(jvm)
            + ": "
            + count(jvm.number("captured"), "call")
            + (lost == 0 ? "" : ", " + number(lost) + " lost"));
  }

  void inFull(Jvm jvm) {
    paper.item(name(jvm));
    hooked(jvm);
    paper.line("recorded", count(jvm.number("captured"), "call"));
    paper.line("delivered", byExporter(jvm.counts("delivered"), "nothing"));
    Map<String, Long> adopted = jvm.counts("adopted");
    if (!adopted.isEmpty()) {
      paper.line("taken over", byExporter(adopted, "nothing") + ", of JVMs that ended before");
    }
    waits(jvm);
    dropped(jvm);
    errors(jvm);
  }

  private String name(Jvm jvm) {
    String written = time(jvm.writtenAt());
    String how =
        switch (jvm.state(machine)) {
          case RUNNING -> "running since " + time(jvm.startedAt()) + lasting(jvm);
          case ENDED -> "ended " + written;
          case GONE -> "killed or crashed, heard of last " + written;
          case ELSEWHERE -> "on " + jvm.text("host") + ", heard of last " + written;
        };
    String program = jvm.text("program").isEmpty() ? "?" : jvm.text("program");
    return program + ", pid " + jvm.number("pid") + ", " + how + ", Steno " + jvm.text("version");
  }

  private String lasting(Jvm jvm) {
    Duration age = Duration.between(jvm.startedAt(), machine.clock().instant());
    long minutes = Math.max(0, age.toMinutes());
    String words =
        minutes < 60
            ? minutes + " min"
            : minutes < 48 * 60 ? minutes / 60 + " h" : minutes / (24 * 60) + " days";
    return " (" + words + ")";
  }

  private String time(Instant instant) {
    return TIME.format(ZonedDateTime.ofInstant(instant, machine.clock().getZone()));
  }

  private void hooked(Jvm jvm) {
    Set<String> reached = libraries(jvm, "reached");
    Set<String> only = libraries(jvm, "woven");
    only.removeAll(reached);
    if (reached.isEmpty() && only.isEmpty()) {
      paper.wrong(
          "hooked",
          "no library",
          "the application uses none that is in the README's table, or loads it later");
    } else {
      paper.line(
          "hooked",
          (reached.isEmpty() ? "" : String.join(", ", reached))
              + (only.isEmpty()
                  ? ""
                  : (reached.isEmpty() ? "" : "; ") + "not used yet: " + String.join(", ", only)));
    }
    jvm.texts("off")
        .forEach(
            (what, why) ->
                paper.wrong(
                    "off",
                    what + " " + why,
                    "its calls are not recorded: tell us the library's version"));
  }

  private static Set<String> libraries(Jvm jvm, String which) {
    Set<String> names = new TreeSet<>();
    jvm.texts(which).keySet().forEach(name -> names.add(Libraries.name(name)));
    return names;
  }

  private void waits(Jvm jvm) {
    Map<String, Long> waiting = jvm.counts("waiting");
    waiting.values().removeIf(count -> count == 0);
    if (waiting.isEmpty()) {
      paper.line("waits", "nothing");
    } else if (jvm.state(machine) == Jvm.State.RUNNING) {
      paper.line("waits", byExporter(waiting, "nothing") + " (records, when it was last written)");
    } else {
      paper.line("waited", byExporter(waiting, "nothing") + " (records, at its end)");
    }
  }

  private static Map<String, Long> lost(Jvm jvm) {
    Map<String, Long> lost = jvm.counts("dropped");
    lost.keySet().removeIf(counter -> Reasons.isWanted(Reasons.of(counter)));
    lost.values().removeIf(count -> count <= 0);
    return lost;
  }

  private void dropped(Jvm jvm) {
    Map<String, Long> lost = lost(jvm);
    if (lost.isEmpty()) {
      paper.line("lost", "nothing");
    }
    lost.forEach(
        (counter, calls) -> {
          String reason = Reasons.of(counter);
          String exporter = Reasons.exporterOf(counter);
          Reasons.Reason known = Reasons.get(reason);
          paper.wrong(
              "lost",
              count(calls, "call")
                  + (exporter.isEmpty() ? " to every exporter" : " to " + exporter)
                  + " ("
                  + reason
                  + ")"
                  + (known == null ? "" : ": " + known.meaning()),
              known == null ? null : known.remedy());
        });
    List<String> wanted = new ArrayList<>();
    jvm.counts("dropped")
        .forEach(
            (counter, calls) -> {
              if (calls > 0 && Reasons.isWanted(Reasons.of(counter))) {
                wanted.add(Reasons.of(counter) + " " + number(calls));
              }
            });
    if (!wanted.isEmpty()) {
      paper.line("left out", String.join(", ", wanted));
    }
  }

  private void errors(Jvm jvm) {
    List<?> errors = jvm.list("errors");
    for (Object error : errors.subList(Math.max(0, errors.size() - MOST_ERRORS), errors.size())) {
      if (error instanceof Map<?, ?> fields) {
        Instant at = Jvm.instant(String.valueOf(fields.get("at")));
        paper.line("error", time(at) + " " + fields.get("exporter") + " " + fields.get("what"));
      }
    }
  }

  private static String byExporter(Map<String, Long> counts, String none) {
    List<String> words = new ArrayList<>();
    counts.forEach((exporter, calls) -> words.add(exporter + " " + number(calls)));
    return words.isEmpty() ? none : String.join(", ", words);
  }
}
