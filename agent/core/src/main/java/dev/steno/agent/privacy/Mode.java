package dev.steno.agent.privacy;

import java.util.Locale;

/** What is kept of a part of the content, the least first. */
enum Mode {
  NONE,
  REDACTED,
  FULL;

  /** The mode of that name in the configuration. */
  static Mode of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The one that keeps less. */
  Mode least(Mode other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** The one that keeps more. */
  Mode most(Mode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
