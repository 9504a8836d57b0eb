package dev.steno.agent.export;

import dev.steno.agent.model.Entry;

/** Keeps what is never taken by an exporter's destination, for people to look at. */
public interface Dead {
  /** Keeps nothing. */
  Dead NONE = (exporter, reason, answer, entry) -> {};

  /**
   * Keeps it, if it can; throws nothing.
   *
   * @param reason in {@code snake_case}
   * @param answer what the server said, or what failed; never content
   */
  void add(String exporter, String reason, String answer, Entry entry);
}
