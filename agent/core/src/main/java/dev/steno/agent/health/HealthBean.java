package dev.steno.agent.health;

import java.util.List;
import java.util.Map;

/** The counters as a bean. */
final class HealthBean implements HealthMXBean {
  private final Health health;
  private final Waiting waiting;
  private final String version;

  HealthBean(Health health, Waiting waiting, String version) {
    this.health = health;
    this.waiting = waiting;
    this.version = version;
  }

  @Override
  public String getVersion() {
    return version;
  }

  @Override
  public long getCaptured() {
    return health.capturedCalls();
  }

  @Override
  public long getLinked() {
    return health.linkedSoFar();
  }

  @Override
  public Map<String, Long> getDelivered() {
    return health.deliveredSoFar();
  }

  @Override
  public Map<String, Long> getDropped() {
    return health.dropped();
  }

  @Override
  public Map<String, Long> getSpooled() {
    return waiting.spooledCalls();
  }

  @Override
  public Map<String, Long> getAdopted() {
    return health.adoptedSoFar();
  }

  @Override
  public List<String> getLastErrors() {
    return health.errors().all().stream()
        .map(error -> error.exporter() + ": " + DeliveryErrors.withoutAnswer(error.why()))
        .toList();
  }
}
