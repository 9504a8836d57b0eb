package dev.steno.agent.capture;

/** Something that has begun and not ended. */
interface Open {
  /** The id that it is recorded with. */
  String id();

  /**
   * Whether nobody will end it any more.
   *
   * @param idleNanos how long an answer may stay unread
   */
  boolean isIdle(long nowNanos, long idleNanos);

  /** Ends it as abandoned, if it has not ended. */
  void abandon();
}
