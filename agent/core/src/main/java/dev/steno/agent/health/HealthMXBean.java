package dev.steno.agent.health;

import java.util.List;
import java.util.Map;

/** What Steno says of itself over JMX, as {@code dev.steno:type=Health}; counts are in calls. */
public interface HealthMXBean {
  /** Steno's version. */
  String getVersion();

  /** How many were captured. */
  long getCaptured();

  /** How many places of libraries were hooked and reached. */
  long getLinked();

  /** How many each exporter took. */
  Map<String, Long> getDelivered();

  /** How many were lost, by reason, or reason and exporter with a dot between. */
  Map<String, Long> getDropped();

  /** How many wait on disk, by exporter. */
  Map<String, Long> getSpooled();

  /** How many of ended processes were taken over, by exporter. */
  Map<String, Long> getAdopted();

  /** The last errors of delivery, the oldest first. */
  List<String> getLastErrors();
}
