package dev.steno.smoke.benchmarks;

import java.util.Map;

/** What is measured without and with the agent; printed by its {@code toString}. */
interface Subject {
  /** The JMH benchmark. */
  String benchmark();

  /** Its parameters. */
  Map<String, String> parameters();
}
