package dev.steno.agent.capture;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets what a thread is inside of go with work that it gives to an executor. Keyed by the object
 * that the executor passes on, as it is: nothing is wrapped. Safe for use by several threads.
 */
public final class Tasks {
  private static final Handoff<Pending> PENDING = new Handoff<>();

  private Tasks() {}

  /**
   * What goes with an object that was given to executors. Most are given once; but a lambda that
   * holds nothing is one object for all, and the JDK's HTTP client gives one with each request: no
   * lock is taken while more than one of these is on its way.
   */
  private static final class Pending {
    /** Null once it was given by two who are inside of different things: nobody can tell whose. */
    private volatile Frame.@Nullable Level level;

    /** How often it was given, and did not begin to run; after 0 it is over. */
    private final AtomicInteger times = new AtomicInteger(1);

    Pending(Frame.Level level) {
      this.level = level;
    }

    /** It is given once more; false when it is over. */
    boolean again(Frame.Level by) {
      if (!by.equals(level)) {
        level = null; // before it can be run once more
      }
      return times.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** It runs, or was refused; how often it had been given. */
    int once() {
      return times.getAndUpdate(count -> Math.max(0, count - 1));
    }
  }

  /** Whether this thread is inside of something that would go with a task. */
  public static boolean isInside() {
    return Recorder.isInside();
  }

  /**
   * This thread gives that to an executor, which may be given the same object once more.
   *
   * @return the task, or null when nothing goes with it
   */
  public static @Nullable Object submitted(Object task) {
    Frame.Level level = Recorder.forTask();
    if (level == null) {
      return null;
    }
    while (true) {
      Pending known = PENDING.get(task); // without a lock
      if (known == null) {
        known = PENDING.putIfAbsent(task, new Pending(level));
      }
      if (known == null || known.again(level)) {
        return task;
      }
      PENDING.remove(task, known);
    }
  }

  /**
   * The same, of an object that runs once: what goes with it already is what it was made in.
   *
   * @return the task, or null when nothing new goes with it
   */
  public static @Nullable Object submittedOnce(Object task) {
    Frame.Level level = PENDING.get(task) == null ? Recorder.forTask() : null;
    if (level == null) {
      return null;
    }
    PENDING.putIfAbsent(task, new Pending(level));
    return task;
  }

  /** The executor did not take it, or it is over. */
  public static void dropped(Object task) {
    take(task);
  }

  /** Whether that was given to an executor, and did not begin to run. */
  public static boolean isPending(Object task) {
    return PENDING.get(task) != null;
  }

  /** All that a thread does which is about to start comes from here. */
  public static void starts(Thread thread) {
    Recorder.starts(thread);
  }

  /**
   * This thread begins to run that, in what it was given in.
   *
   * @return what {@link #ended} is to get
   */
  public static Object began(Object task) {
    Frame.Level level = take(task);
    return level == null ? Frame.here() : Frame.task(level);
  }

  /** The same, on a thread that may be in the middle of something else, which is not around it. */
  public static Object beganApart(Object task) {
    return Frame.task(take(task));
  }

  /**
   * This thread does what may be a part of that, or all of it.
   *
   * @return null when nothing goes with it; or else what {@link #ended} is to get
   */
  public static @Nullable Object inside(Object task) {
    Pending pending = PENDING.get(task);
    return pending == null || pending.level == null ? null : Frame.task(pending.level);
  }

  /** A task is over: this thread is inside of what it was inside of before, and no more. */
  public static void ended(Object state) {
    Frame.restore(state);
  }

  /** This thread is at the loop of its executor, inside of nothing. */
  public static void idle() {
    Frame.clear();
  }

  private static Frame.@Nullable Level take(Object task) {
    Pending pending = PENDING.get(task);
    if (pending == null) {
      return null;
    }
    int times = pending.once();
    if (times == 1) {
      PENDING.remove(task, pending);
    }
    return times == 0 ? null : pending.level;
  }

  static int size() {
    return PENDING.size();
  }
}
