package dev.steno.smoke.benchmarks;

import dev.steno.smoke.benchmarks.Measured.Cost;
import java.util.Locale;
import java.util.Map;

/** The table that is printed in the end. */
final class Report {
  private static final String ROW = "%-52s %12s %12s %12s %7s  %s%n";

  private final StringBuilder text = new StringBuilder();

  Report(
      Map<Case, Compared> paced, Map<Case, Compared> flatOut, Map<Bystander, Compared> bystanders) {
    add(
        "What a recorded call costs, at a pace that the writer keeps up with (medians of iterations)",
        paced,
        true);
    add(
        "The same without a pause: what finds no room is dropped (and costs less than what is recorded)",
        flatOut,
        false);
    addBystanders(bystanders);
    line(
        "%nJDK %s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
  }

  private void add(String title, Map<Case, Compared> cases, boolean aims) {
    if (cases.isEmpty()) {
      return;
    }
    line("%n%s%n%n", title);
    line(ROW, "a call", "without", "with", "difference", "ratio", aims ? "aim" : "");
    cases.forEach((one, compared) -> add(one, compared, aims));
    line("%n");
    cases.forEach(
        (one, compared) -> line("%s: the agent's counters %s%n", one, compared.with().counters()));
  }

  private void add(Case one, Compared compared, boolean aims) {
    String aim = aims ? "< 10" : "";
    row(one + ": wall, µs", compared, Cost.WALL_MICROS, "%,.1f", aim);
    row(one + ": calling thread's CPU, µs", compared, Cost.CPU_MICROS, "%,.1f", aim);
    row(one + ": calling thread's allocation, B", compared, Cost.THREAD_BYTES, "%,.0f", "");
    double own =
        compared.with().median(Cost.THREAD_BYTES)
            - compared.without().median(Cost.THREAD_BYTES)
            - one.payloadBytes();
    line(
        ROW,
        String.format(Locale.ROOT, "%s: … less the payload's %,d B", one, one.payloadBytes()),
        "",
        "",
        String.format(Locale.ROOT, "%,.0f", own),
        "",
        aims ? "< 8,192" : "");
    row(one + ": whole process's allocation, B", compared, Cost.PROCESS_BYTES, "%,.0f", "");
  }

  private void addBystanders(Map<Bystander, Compared> bystanders) {
    if (bystanders.isEmpty()) {
      return;
    }
    line("%nWhat has nothing to do with models: one path test, or one look into a hash table%n%n");
    line(ROW, "each", "without", "with", "difference", "ratio", "");
    bystanders.forEach(
        (one, compared) -> {
          row(one + ": wall, µs", compared, Cost.WALL_MICROS, "%,.2f", "");
          row(one + ": calling thread's CPU, µs", compared, Cost.CPU_MICROS, "%,.2f", "");
          row(one + ": calling thread's allocation, B", compared, Cost.THREAD_BYTES, "%,.0f", "");
        });
  }

  private void row(String name, Compared compared, Cost cost, String format, String aim) {
    double without = compared.without().median(cost);
    double with = compared.with().median(cost);
    line(
        ROW,
        name,
        String.format(Locale.ROOT, format, without),
        String.format(Locale.ROOT, format, with),
        String.format(Locale.ROOT, format, with - without),
        String.format(Locale.ROOT, "%.2f", with / without),
        aim);
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
