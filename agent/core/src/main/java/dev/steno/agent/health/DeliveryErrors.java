package dev.steno.agent.health;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The last errors of delivery, which say nothing of what was to be delivered; tells listeners of
 * them on the thread that runs this. Safe for use by any thread.
 */
public final class DeliveryErrors implements Runnable {
  private static final int MOST = 100;
  private static final int MOST_WORDS = 300;
  private static final String ANSWERED = " answered ";

  /**
   * One of them.
   *
   * @param millis when, by the wall clock
   * @param exporter whose
   * @param why what it said
   */
  public record Problem(long millis, String exporter, String why) {
    @Override
    public String toString() {
      return exporter.concat(": ").concat(why);
    }
  }

  private final Deque<Problem> last = new ArrayDeque<>();
  private final BlockingQueue<String> untold = new ArrayBlockingQueue<>(MOST);
  private final List<WeakReference<Consumer<String>>> listeners = new CopyOnWriteArrayList<>();
  private long count;

  /** An exporter lost something, and why. */
  public void add(String exporter, String why) {
    Problem error = new Problem(System.currentTimeMillis(), exporter, why);
    synchronized (last) {
      count++;
      last.addLast(error);
      if (last.size() > MOST) {
        last.removeFirst();
      }
    }
    if (!listeners.isEmpty()) {
      untold.offer(error.toString()); // a listener that is slower than errors come hears not all
    }
  }

  /** In words, the oldest first. */
  public List<String> last() {
    return all().stream().map(Problem::toString).toList();
  }

  /** The oldest first. */
  public List<Problem> all() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  /** A server's answer may quote what was said; its status does not. */
  public static String withoutAnswer(String why) {
    int answered = why.indexOf(ANSWERED);
    int status = answered < 0 ? -1 : why.indexOf(' ', answered + ANSWERED.length());
    int end = answered < 0 ? MOST_WORDS : status;
    return end < 0 || why.length() <= end ? why : why.substring(0, end);
  }

  /** How many there were. */
  public long count() {
    synchronized (last) {
      return count;
    }
  }

  /** Tells it of each from now on; held weakly. */
  public void listen(Consumer<String> listener) {
    listeners.removeIf(reference -> reference.get() == null);
    listeners.add(new WeakReference<>(listener));
  }

  /**
   * Has no end: whoever interrupts all threads, as a listener may its own, keeps none from this.
   */
  @Override
  public void run() {
    while (true) {
      try {
        tell(untold.take());
      } catch (Throwable passing) {
        // An interrupt, or no memory to go over the listeners with.
      }
    }
  }

  private void tell(String error) {
    for (WeakReference<Consumer<String>> reference : listeners) {
      Consumer<String> listener = reference.get();
      try {
        if (listener != null) {
          listener.accept(error);
        }
      } catch (Throwable itsOwn) {
        // It is the application's, and so is what it throws; others are to be told as well.
      }
    }
  }
}
