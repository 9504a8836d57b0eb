package dev.steno.agent.export;

import dev.steno.agent.model.Entry;
import java.util.List;

/** Takes what is recorded to one destination. Called by one thread. */
public interface Exporter {
  /**
   * Takes a batch, in order, whole.
   *
   * @throws Exception when not all of it was taken; what was taken of it is not told
   */
  void export(List<Entry> batch) throws Exception;
}
