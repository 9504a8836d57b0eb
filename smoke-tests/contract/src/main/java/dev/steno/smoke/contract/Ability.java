package dev.steno.smoke.contract;

/** What an HTTP client may be able to do; shapes that need what it is not able to are left out. */
public enum Ability {
  /** {@link Driver#sendAsync} gives a future. */
  ASYNC,
  /** Cancelling that future cancels the call. */
  ASYNC_CANCEL,
  /** {@link Driver#open} gives an answer that is read as it comes. */
  STREAM,
  /** {@link Driver#openAsync} gives one by a future. */
  ASYNC_STREAM,
  /** {@link Driver#push} hands the pieces of an answer to a consumer of the application. */
  PUSH,
  /** {@link Body#stream} is the answer as the client gives it: an input stream. */
  INPUT_STREAM,
  /** {@link Body#next} asks the client for one piece, and the client gives no more than that. */
  BACK_PRESSURE,
  /** {@link Body#cancel} cancels the call. */
  CANCEL,
  /** The client holds on to an answer that the application has forgotten, while it comes. */
  HOLDS_ANSWERS,
  /** Whether the server learns of an answer that is left is a matter of chance, without us too. */
  LEAVES_BY_CHANCE,
  /** What can be read of an answer after its close is what had come by then, without us too. */
  READS_ON_BY_CHANCE,
  /** A thread that waits in {@link Driver#send} can be interrupted. */
  INTERRUPT,
  /** The client takes a body that it can write, or subscribe to, only once. */
  BODY_ONCE,
  /** The client speaks HTTP/2 without TLS. */
  HTTP2,
  /** The client sends again what was answered with 503 and {@code Retry-After: 0}. */
  RETRY
}
