package dev.steno.agent.capture;

import org.jspecify.annotations.Nullable;

/** A model call that a thread is inside of: what begins in it is its child. */
public final class Frame {
  private static final ThreadLocal<Frame> CURRENT = new ThreadLocal<>();

  private final @Nullable Frame outer;
  private final String callId;
  private final Object key;

  private Frame(@Nullable Frame outer, String callId, Object key) {
    this.outer = outer;
    this.callId = callId;
    this.key = key;
  }

  /** The innermost call that this thread is inside of, or null. */
  public static @Nullable Frame current() {
    return CURRENT.get();
  }

  /** Of a call on this thread; {@code key} is the library's object that stands for it. */
  static Frame of(String callId, Object key) {
    return new Frame(CURRENT.get(), callId, key);
  }

  /** This thread goes into the call. */
  void push() {
    CURRENT.set(this);
  }

  /** The thread that pushed this leaves the call; nothing of it stays on the thread. */
  void pop() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  String callId() {
    return callId;
  }

  boolean isOf(Object other) {
    return key == other;
  }
}
