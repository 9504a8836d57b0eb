package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/**
 * How the application's side of an exchange came to its end.
 *
 * @param how what ended it
 * @param errorType the class name of what was thrown; null unless {@code how} is {@code FAILED}
 * @param errorMessage its message, or null
 * @param latencyNanos from begin to end
 * @param timeToFirstByteNanos from begin to the answer's head, or null when none came
 * @param timeToFirstChunkNanos from begin to the first bytes of the body that the application read,
 *     or null when it read none
 * @param attempts how many HTTP requests were made, at least 1
 */
public record Ending(
    How how,
    @Nullable String errorType,
    @Nullable String errorMessage,
    long latencyNanos,
    @Nullable Long timeToFirstByteNanos,
    @Nullable Long timeToFirstChunkNanos,
    int attempts) {

  /** What ended an exchange. Whether the answer was whole by then is for its bytes to say. */
  public enum How {
    /** The body was read to its last byte. */
    END_OF_BODY,
    /** The application closed the body. */
    CLOSED,
    /** The body went to the application unseen: all there is to know is the answer's head. */
    HANDED_OVER,
    /** Something was thrown: on the way to an answer, or while the body was read. */
    FAILED,
    /** The body was never closed: collected, out of time, or the application ended. */
    ABANDONED
  }
}
