package dev.steno.agent.export;

import dev.steno.agent.model.Entry;
import java.util.List;

/** Takes what is recorded to one destination. Called by one thread. */
public interface Exporter {
  /**
   * Takes the first of these there: those that go together, at least one.
   *
   * <p>It may be called again with the same ones after it threw: what of them arrived before is not
   * sent a second time, as far as that can be known.
   *
   * @param entries not empty, in the order in which they were recorded
   * @return how many of them are delivered now, counted from the first
   * @throws DeliveryException with what is to be done about it
   * @throws Exception when it failed, and the first of them is lost to this exporter
   */
  int export(List<Entry> entries) throws Exception;

  /**
   * Nothing waits: called about once a second.
   *
   * @throws DeliveryException with what is to be done about it; it is called again then
   */
  default void idle() throws Exception {}

  /** Nothing is sent any more: what has to be said at the end is said now. */
  default void close() throws Exception {}
}
