package dev.steno.agent.capture;

import dev.steno.agent.wire.Ending.How;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls that have begun and not ended: ends those that nobody will end, and bounds what they
 * hold. Safe for use by several threads; the sweeping is for one.
 */
public final class OpenCalls {
  /** A call without an answer is left alone for longer than the longest timeout of a library. */
  private static final long UNANSWERED_NANOS = 3_600_000_000_000L;

  private final Set<CallTap> calls = ConcurrentHashMap.newKeySet();
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

  void add(CallTap call) {
    calls.add(call);
  }

  void remove(CallTap call, int heldBytes) {
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
  WeakReference<Object> handle(Object handle, CallTap call) {
    return new Handle(handle, call, collected);
  }

  /** Ends the calls whose answers were collected. Cheap when there are none. */
  public void sweepCollected() {
    for (Reference<?> gone = collected.poll(); gone != null; gone = collected.poll()) {
      ((Handle) gone).call.finish(How.ABANDONED, null, null);
    }
  }

  /** Ends the calls of which nothing was heard for too long. */
  public void sweepIdle(long nowNanos) {
    for (CallTap call : calls) {
      if (nowNanos - call.lastHeardNanos() > (call.answered() ? idleNanos : UNANSWERED_NANOS)) {
        call.finish(How.ABANDONED, null, null);
      }
    }
  }

  /** Ends them all: the application ends. */
  public void close() {
    for (CallTap call : calls) {
      call.finish(How.ABANDONED, null, null);
    }
  }

  /** How many calls are open. */
  public int size() {
    return calls.size();
  }

  private static final class Handle extends WeakReference<Object> {
    private final CallTap call;

    Handle(Object handle, CallTap call, @Nullable ReferenceQueue<Object> queue) {
      super(handle, queue);
      this.call = call;
    }
  }
}
