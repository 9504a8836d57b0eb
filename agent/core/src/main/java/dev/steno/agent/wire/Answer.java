package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** Reads the body of an answer, in one of the forms that bodies come in. */
interface Answer {
  /** The next piece; the array is not to be kept. */
  void feed(byte[] bytes, int offset, int length);

  /** Some bytes are missing here. */
  void missed();

  /** No more bytes come: what was read goes into the call. */
  void finish();

  /** Whether the answer is whole; {@code ended} is whether the body was read to its end. */
  boolean whole(boolean ended);

  /** Whether bytes were left unread on purpose, so that nothing is known of the answer's end. */
  default boolean unread() {
    return false;
  }

  /** What an answer that is not whole lacks, in words that quote none of it. */
  @Nullable String problem();
}
