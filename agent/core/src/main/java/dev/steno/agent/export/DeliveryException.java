package dev.steno.agent.export;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A destination did not take something; with what is to be done about it. */
public final class DeliveryException extends IOException {
  private static final long serialVersionUID = 1;

  /** What is to be done. */
  public enum Remedy {
    /** The same is sent again, later. */
    RETRY,
    /** It will never be taken: it is set aside. */
    SET_ASIDE,
    /** Nothing will be taken until somebody changes something: the exporter pauses. */
    PAUSE
  }

  private final Remedy remedy;
  private final transient @Nullable Duration after;
  private final int entries;

  /**
   * A failure with that remedy.
   *
   * @param message what happened, in words for a person, with the beginning of the server's answer
   * @param after not to be sent again before that, or null when the server does not say
   * @param entries how many entries, from the first on, it is about; 1 or more
   */
  public DeliveryException(
      Remedy remedy,
      String message,
      @Nullable Duration after,
      int entries,
      @Nullable Throwable why) {
    super(message, why);
    this.remedy = remedy;
    this.after = after;
    this.entries = entries;
  }

  /** What is to be done about it. */
  public Remedy remedy() {
    return remedy;
  }

  /** Not to be sent again before that, or null. */
  public @Nullable Duration after() {
    return after;
  }

  /** How many entries, from the first on, it is about. */
  public int entries() {
    return entries;
  }
}
