package dev.steno.agent.capture;

import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A layer of a model call that a thread is inside of: what begins in it belongs to it. */
final class Frame {
  private static final ThreadLocal<Frame> CURRENT = new ThreadLocal<>();

  /**
   * A call as one layer sees it, without any object of the application.
   *
   * @param call the call
   * @param below whether a layer above this one tells the call's bytes
   */
  record Level(
      CallTap call,
      boolean below,
      String instrumentation,
      Layer layer,
      String path,
      @Nullable String host,
      @Nullable Integer port) {

    static Level of(CallTap call, boolean below, CallStart start) {
      return new Level(
          call,
          below,
          start.instrumentation(),
          start.layer(),
          start.path(),
          start.host(),
          start.port());
    }

    /** The same call, of which no instrumentation takes a part. */
    private Level aside() {
      return new Level(call, below, "", layer, path, host, port);
    }

    /** Whether a request that is made inside of this level is this same call, further down. */
    boolean isMadeBy(CallStart request) {
      if (request.layer() == Layer.SDK) {
        return false;
      }
      if (layer == Layer.SDK) {
        return request.path().endsWith(path);
      }
      return !instrumentation.equals(request.instrumentation())
          && path.equals(request.path())
          && Objects.equals(port, request.port())
          && Objects.equals(host, request.host());
    }
  }

  private final @Nullable Frame outer;
  private final Level level;
  private final Object key;
  private @Nullable Tap tap;
  private int attempts;

  /** On top of what this thread is inside of. */
  Frame(Level level, Object key) {
    this.outer = CURRENT.get();
    this.level = level;
    this.key = key;
  }

  /** The innermost that this thread is inside of, or null. */
  static @Nullable Frame current() {
    return CURRENT.get();
  }

  /** A request that is made in here, with that key, and is no part of the call. */
  Frame aside(Object ofRequest) {
    return new Frame(level.aside(), ofRequest);
  }

  /** This thread goes into the call, which that tap is told of. */
  void push(@Nullable Tap ofCall) {
    tap = ofCall;
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

  Level level() {
    return level;
  }

  @Nullable Tap tap() {
    return tap;
  }

  boolean isBegunBy(String instrumentation) {
    return level.instrumentation().equals(instrumentation);
  }

  /** One more attempt, as this layer counts them. */
  void attempt() {
    attempts++;
    if (tap != null) {
      tap.attempt(attempts);
    }
  }

  boolean isOf(Object other) {
    return key == other;
  }
}
