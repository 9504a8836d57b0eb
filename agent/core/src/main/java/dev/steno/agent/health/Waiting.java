package dev.steno.agent.health;

import java.util.Map;

/** What waits for the exporters at the moment, by their names. */
public interface Waiting {
  /** How many records wait. */
  Map<String, Integer> records();

  /** How many calls wait on disk. */
  Map<String, Long> spooledCalls();
}
