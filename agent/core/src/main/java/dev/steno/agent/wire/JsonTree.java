package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text, as its bytes come, into a tree of bounded size.
 *
 * <p>Keeps what was read when the text ends early or is malformed. Leaves out what is nested deeper
 * than 64, and what outgrows the budget (strings are cut). Long base64 content becomes {@code
 * {"mime_type":…,"size":N,"sha256":…}}; in bodies, a vector becomes {@code {"length":N}}.
 */
public final class JsonTree {
  private final JsonReader reader;
  private final boolean all;
  private JsonFrames frames;
  private boolean closed;

  /** A tree of anything, that keeps no more than so many bytes of text. */
  public JsonTree(int maxKeptBytes) {
    this(new Budget(maxKeptBytes), true, false);
  }

  private JsonTree(Budget budget, boolean all, boolean exact) {
    this.all = all;
    frames = new JsonFrames(budget, all);
    reader = new JsonReader(frames, budget.limit(), exact);
  }

  /**
   * A tree of all that stands in a text that comes at once; {@link #isExact} says whether it is.
   */
  static JsonTree exact() {
    return new JsonTree(new Budget(Integer.MAX_VALUE), true, true);
  }

  /** A tree of a request or an answer, without vectors and what else is never kept of them. */
  static JsonTree ofBody(Budget budget) {
    return new JsonTree(budget, false, false);
  }

  /** Forgets what was read, and reads another text, which tells much the same. */
  void again(Budget budget) {
    frames = new JsonFrames(budget, all);
    reader.again(frames, budget.limit());
    closed = false;
  }

  /** Reads the next piece; the array is not kept. */
  public void feed(byte[] bytes, int offset, int length) {
    reader.feed(bytes, offset, length);
  }

  /** Ends the text and gives its tree: null when nothing was read, or its root was null. */
  public @Nullable Object finish() {
    if (!closed) {
      closed = true;
      reader.finish();
      frames.closeAll();
    }
    return frames.root();
  }

  /** Whether the text was read to the end of its root. */
  public boolean whole() {
    return frames.complete();
  }

  /** Whether something was left out or cut. */
  public boolean truncated() {
    return frames.truncated() || reader.truncated();
  }

  /** Whether it is all of the text, which was one value of JSON, and as it stands there. */
  boolean isExact() {
    return whole() && !truncated() && !malformed() && !trailing();
  }

  /** Whether the text is no JSON, as far as it went. */
  boolean malformed() {
    return reader.malformed();
  }

  /** Whether something followed the root. */
  boolean trailing() {
    return reader.trailing();
  }
}
