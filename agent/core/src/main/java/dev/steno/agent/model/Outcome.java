package dev.steno.agent.model;

import java.util.Locale;

/** How a call or an interaction ended. */
public enum Outcome {
  /** The answer came whole. */
  OK,
  /** The provider, the network or the library failed; partial output is kept. */
  ERROR,
  /** The application closed the answer before it was whole; partial output is kept. */
  CANCELLED,
  /** The application never closed the answer, nor read it to its end. */
  ABANDONED;

  /** The name in JSON. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
