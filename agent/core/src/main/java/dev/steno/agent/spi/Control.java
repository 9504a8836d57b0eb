package dev.steno.agent.spi;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What an application may ask of the agent itself. Safe for use by several threads. */
public interface Control {
  /**
   * Waits until all that has ended is delivered.
   *
   * @return whether it is, and nothing was lost to an exporter since this was asked last
   */
  boolean flush(long mostNanos);

  /** Delivers what there is, and records nothing any more. */
  void shutdown();

  /**
   * What was counted, in calls: {@code captured}, a Long; {@code delivered} by exporter, {@code
   * dropped} by reason, {@code ignored} by wrong use, Maps of Longs; {@code waiting}, a List of
   * Strings, in the order of their begin.
   */
  Map<String, Object> stats();

  /** The last errors of delivery, the oldest first; no content. */
  List<String> errors();

  /** Tells of each error of delivery from now on; the listener is held weakly. */
  void onError(Consumer<String> listener);

  /** The application used the API wrongly: counted, and said once of each, in snake_case. */
  void misused(String what);
}
