package dev.steno.agent.capture;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls and steps that have begun and not ended: ends those that nobody will end, and bounds
 * what they hold. Safe for use by several threads; the sweeping is for one.
 */
public final class OpenCalls {
  private final Set<Open> calls = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final long capacity;
  private final long idleNanos;

  /**
   * Holds open calls.
   *
   * @param capacity bytes of requests that all open calls may hold together
   * @param idleNanos how long an answer may stay unread before it counts as abandoned
   */
  public OpenCalls(long capacity, long idleNanos) {
    this.capacity = capacity;
    this.idleNanos = idleNanos;
  }

  void add(Open call) {
    calls.add(call);
  }

  void remove(Open call, int heldBytes) {
    calls.remove(call);
    bytes.addAndGet(-heldBytes);
  }

  boolean hold(int more) {
    if (bytes.addAndGet(more) <= capacity) {
      return true;
    }
    bytes.addAndGet(-more);
    return false;
  }

  /** What tells when the application cannot reach the answer any more. */
  WeakReference<Object> handle(Object handle, Open call) {
    return new Handle(handle, call, collected);
  }

  /** Ends the calls whose answers were collected. Cheap when there are none. */
  public void sweepCollected() {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      ((Handle) gone).call.abandon();
    }
  }

  /** Ends the calls of which nothing was heard for too long. */
  public void sweepIdle(long nowNanos) {
    for (Open call : calls) {
      if (call.isIdle(nowNanos, idleNanos)) {
        call.abandon();
      }
    }
  }

  /** Ends them all: the application ends. */
  public void close() {
    for (Open call : calls) {
      call.abandon();
    }
  }

  /** The ids of those that are open, in the order of their begin. */
  public List<String> ids() {
    return calls.stream().map(Open::id).sorted().toList();
  }

  /** How many calls are open. */
  public int size() {
    return calls.size();
  }

  private static final class Handle extends WeakReference<Object> {
    private final Open call;

    Handle(Object handle, Open call, @Nullable ReferenceQueue<Object> queue) {
      super(handle, queue);
      this.call = call;
    }
  }
}
