package dev.steno.agent.capture;

import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step, or a layer of a model call, that a thread is inside of: what begins in it belongs to it.
 */
final class Frame {
  private static final ThreadLocal<Frame> CURRENT = new ThreadLocal<>();

  /**
   * A call as one layer sees it, or a step; without any object of the application.
   *
   * @param call the call, or null for a step
   * @param step the step, or the one that the call was made in, or null
   * @param scope what is known of who speaks, or null
   * @param below whether a layer above this one tells the call's bytes
   */
  record Level(
      @Nullable CallTap call,
      @Nullable StepTap step,
      @Nullable ScopeTap scope,
      boolean below,
      String instrumentation,
      Layer layer,
      String path,
      @Nullable String host,
      @Nullable Integer port) {

    static Level of(StepTap step, @Nullable Level outer, String instrumentation) {
      ScopeTap scope = outer == null ? null : outer.scope();
      return new Level(null, step, scope, false, instrumentation, Layer.SDK, "", null, null);
    }

    /** Of what is known around that level, and more. */
    static Level of(ScopeTap scope, @Nullable Level outer, String instrumentation) {
      return outer == null
          ? new Level(null, null, scope, false, instrumentation, Layer.SDK, "", null, null)
          : new Level(
              outer.call(),
              outer.step(),
              scope,
              outer.below(),
              instrumentation,
              outer.layer(),
              outer.path(),
              outer.host(),
              outer.port());
    }

    static Level of(CallTap call, @Nullable Level outer, boolean below, CallStart start) {
      return new Level(
          call,
          call.step(),
          outer == null ? null : outer.scope(),
          below,
          start.instrumentation(),
          start.layer(),
          start.path(),
          start.host(),
          start.port());
    }

    /** The same call, of which no instrumentation takes a part. */
    private Level aside() {
      return new Level(call, step, scope, below, "", layer, path, host, port);
    }

    /** The id of what encloses whatever begins in here, or null when that is not recorded. */
    @Nullable String recordedId() {
      String id = call == null ? null : call.recordedId();
      return id == null && step != null ? step.id() : id;
    }

    /** Whether a request that is made inside of this level is this same call, further down. */
    boolean isMadeBy(CallStart request) {
      if (call == null || request.layer() == Layer.SDK) {
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

  /** Not held longer than the step is open: what was handed off would hold its own carrier. */
  private volatile @Nullable Object key;

  private @Nullable Tap tap;
  private int attempts;
  private boolean popped;

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

  /** The thread that pushed this leaves the call, once; nothing of it stays on the thread. */
  void pop() {
    if (popped) {
      return;
    }
    popped = true;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  Level level() {
    return level;
  }

  /** The step that this frame is of, or null for a call's. */
  @Nullable StepTap step() {
    return level.call() == null ? level.step() : null;
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

  /** Null once it was let go. */
  @Nullable Object key() {
    return key;
  }

  void letKeyGo() {
    key = null;
  }

  boolean isOf(Object other) {
    return key == other;
  }
}
