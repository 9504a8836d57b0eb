package dev.steno.agent.capture;

import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step, or a layer of a model call, that a thread is inside of: what begins in it belongs to it.
 */
final class Frame {
  private static final ThreadLocal<Frame> CURRENT = new ThreadLocal<>();

  /** Stands for the key of what a thread got with a task, which nothing is told by. */
  private static final Object TASK = new Object();

  /** So many that the application opened on one thread and left open were forgotten. */
  private static final int MOST_HELD = 32;

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

    /** A call that is gone on with: what it is made in counts, if anything is known of that. */
    static Level again(CallTap call, @Nullable Level outer, CallStart start) {
      ScopeTap around = outer == null ? null : outer.scope();
      return new Level(
          call,
          call.step(),
          call.scope() == null ? around : call.scope(),
          false,
          start.instrumentation(),
          start.layer(),
          start.path(),
          start.host(),
          start.port());
    }

    /**
     * What goes with a task: no call, which ends where it began, though its library's threads go on
     * to run what the application does with the answer. Null when there is nothing else.
     */
    @Nullable Level ofTask() {
      if (step == null && scope == null) {
        return null;
      }
      return call == null && instrumentation.isEmpty()
          ? this
          : new Level(null, step, scope, false, "", Layer.SDK, "", null, null);
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

    /** Whether who is inside of this level is inside of the other as well. */
    boolean isIn(Level other) {
      return (other.call == null || other.call == call)
          && (other.step == null || isIn(other.step))
          && (other.scope == null || isIn(other.scope));
    }

    private boolean isIn(StepTap other) {
      StepTap next = step;
      while (next != null && next != other) {
        next = next.outer();
      }
      return next == other;
    }

    private boolean isIn(ScopeTap other) {
      ScopeTap next = scope;
      while (next != null && next != other) {
        next = next.outer();
      }
      return next == other;
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

  /** What the application ends it with, where no method's end does; null of all others. */
  private final @Nullable WeakReference<Object> holder;

  private @Nullable Tap tap;
  private int attempts;
  private volatile boolean left;

  /** On top of what this thread is inside of. */
  Frame(Level level, Object key) {
    this(current(), level, key, null);
  }

  private Frame(
      @Nullable Frame outer, Level level, Object key, @Nullable WeakReference<Object> holder) {
    this.outer = outer;
    this.level = level;
    this.key = key;
    this.holder = holder;
  }

  /**
   * On top of what this thread is inside of, until any thread {@link #leave leaves} it, its step is
   * closed, its holder is collected, or something that it is in is left.
   */
  static Frame held(Level level, Object holder) {
    return new Frame(current(), level, new Object(), new WeakReference<>(holder));
  }

  /** When too many are held open on this thread, it leaves them all. */
  static void leaveForgotten() {
    int open = 0;
    for (Frame frame = current(); frame != null; frame = frame.outer) {
      open += frame.holder == null ? 0 : 1;
    }
    for (Frame frame = current(); frame != null && open >= MOST_HELD; frame = frame.outer) {
      frame.left |= frame.holder != null;
    }
  }

  /** On top of nothing, which is not to be pushed. */
  static Frame alone(Level level, Object key) {
    return new Frame(null, level, key, null);
  }

  /** The innermost that this thread is inside of, or null. */
  static @Nullable Frame current() {
    Frame top = CURRENT.get();
    Frame frame = top;
    while (frame != null && frame.isOver()) {
      frame = frame.outer;
    }
    if (frame != top) {
      set(frame);
    }
    return frame;
  }

  private static void set(@Nullable Frame frame) {
    if (frame == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(frame);
    }
  }

  /** Whether it is held by nobody any more. */
  private boolean isOver() {
    if (holder == null) {
      return false;
    }
    StepTap step = step();
    return left || holder.get() == null || (step != null && step.isClosed());
  }

  /** Any thread ends what the application held open. */
  void leave() {
    left = true;
    current();
  }

  /** A request that is made in here, with that key, and is no part of the call. */
  Frame aside(Object ofRequest) {
    return new Frame(level.aside(), ofRequest);
  }

  /**
   * This thread goes on inside of what came with a task.
   *
   * @param level null for nothing, whatever the thread is inside of
   * @return what {@link #restore} goes back to
   */
  static Object task(@Nullable Level level) {
    Frame before = CURRENT.get();
    if (level != null) {
      new Frame(level, TASK).push(null);
    } else if (before != null) {
      CURRENT.remove();
    }
    return before == null ? TASK : before;
  }

  /** What this thread is inside of, for {@link #restore}. */
  static Object here() {
    Frame frame = CURRENT.get();
    return frame == null ? TASK : frame;
  }

  /** A task is over on this thread, and so is whatever it did not leave. */
  static void restore(Object before) {
    if (before instanceof Frame frame) {
      CURRENT.set(frame);
    } else if (CURRENT.get() != null) {
      CURRENT.remove();
    }
  }

  /** This thread is at its loop again: it is inside of nothing. */
  static void clear() {
    restore(TASK);
  }

  /** Whether it is what came with a task: an object that leads to something else leads better. */
  boolean isOfTask() {
    return key == TASK;
  }

  /** This thread goes into the call, which that tap is told of. */
  void push(@Nullable Tap ofCall) {
    tap = ofCall;
    CURRENT.set(this);
  }

  /**
   * The thread that pushed this leaves the call, once, and all that was begun in it and not left;
   * nothing of it stays on the thread.
   */
  void pop() {
    if (left) {
      return;
    }
    left = true;
    Frame frame = CURRENT.get();
    while (frame != null && frame != this) {
      frame = frame.outer;
    }
    // Not in it when a task ended that did not leave it, and the thread is in another by now.
    if (frame == this) {
      set(outer);
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
