package dev.steno.agent.capture;

import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.wire.Ending;
import dev.steno.agent.wire.Ending.How;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes what happens to one call on to the writer, its bytes in blocks. Holds nothing of the
 * application; its lock is never held over anything that waits.
 */
final class CallTap {
  /** What is copied of a body at most; a text of a megabyte is far less than that as a stream. */
  static final int MOST_COPIED = 16 << 20;

  private static final int SMALLEST_BLOCK = 2 << 10;
  private static final int LARGEST_BLOCK = 16 << 10;

  private final String id;
  private final long beginNanos;
  private final Outbox<Item> outbox;
  private final OpenCalls open;

  private byte @Nullable [] block;
  private int filled;
  private int copied;
  private int held;
  private long position;
  private long known;
  private long mark;
  private int attempts = 1;
  private long firstChunkNanos;
  private boolean gap;
  private boolean answered;
  private boolean ended;
  private volatile long lastHeardNanos;

  @SuppressWarnings("UnusedVariable") // a reference is queued only while it is held itself
  private @Nullable WeakReference<Object> handle;

  CallTap(String id, long beginNanos, Outbox<Item> outbox, OpenCalls open) {
    this.id = id;
    this.beginNanos = beginNanos;
    this.outbox = outbox;
    this.open = open;
    this.lastHeardNanos = beginNanos;
  }

  long lastHeardNanos() {
    return lastHeardNanos;
  }

  synchronized boolean answered() {
    return answered;
  }

  synchronized boolean ended() {
    return ended;
  }

  /** Without its request a call says nothing: when there is no room for it, there is no record. */
  synchronized void request(byte[] bytes, int length, boolean cut, @Nullable String contentType) {
    if (ended) {
      return;
    }
    Item item = new Item.Request(id, bytes, length, contentType, cut);
    if (!open.hold(item.weight())) {
      drop("open_calls_full");
      return;
    }
    held += item.weight();
    if (!outbox.offer(item)) {
      drop("outbox_full");
    }
  }

  synchronized void attempt(int number) {
    attempts = Math.max(attempts, number);
    lastHeardNanos = System.nanoTime();
  }

  synchronized void response(
      Object answer,
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String requestId) {
    if (ended) {
      return;
    }
    answered = true;
    lastHeardNanos = System.nanoTime();
    handle = open.handle(answer, this);
    outbox.offerAlways(new Item.Response(id, status, contentType, contentEncoding, requestId));
  }

  synchronized void bytes(byte[] buffer, int offset, int length) {
    if (ended || length <= 0) {
      return;
    }
    long now = System.nanoTime();
    lastHeardNanos = now;
    if (firstChunkNanos == 0) {
      firstChunkNanos = now;
    }
    int again = (int) Math.min(length, known - position);
    position += length;
    known = Math.max(known, position);
    if (again < length) {
      copy(buffer, offset + again, length - again);
    }
  }

  private void copy(byte[] buffer, int offset, int length) {
    int from = offset;
    int left = Math.min(length, MOST_COPIED - copied);
    copied += left;
    boolean tooMuch = left < length;
    while (left > 0) {
      byte[] to = roomy(left);
      int part = Math.min(left, to.length - filled);
      System.arraycopy(buffer, from, to, filled, part);
      filled += part;
      from += part;
      left -= part;
    }
    if (tooMuch) {
      flush();
      gap = true;
    }
  }

  /** A block with room in it, as large as what came so far, since most answers are small. */
  private byte[] roomy(int wanted) {
    byte[] current = block;
    if (current != null && filled == current.length) {
      flush();
      current = null;
    }
    if (current == null) {
      int size = Math.max(copied - wanted, wanted);
      current = new byte[Math.max(SMALLEST_BLOCK, Math.min(size, LARGEST_BLOCK))];
      block = current;
    }
    return current;
  }

  private void flush() {
    byte[] full = block;
    if (full != null && filled > 0) {
      gap = !outbox.offer(new Item.Body(id, full, filled, gap));
    }
    block = null;
    filled = 0;
  }

  synchronized void skipped(long count) {
    position += Math.max(0, count);
    if (!ended && position > known) {
      known = position;
      flush();
      gap = true;
    }
  }

  synchronized void marked() {
    mark = position;
  }

  synchronized void reset() {
    position = mark;
  }

  /** Ends the call, once; what was thrown comes described, since no object of it may be kept. */
  synchronized void finish(How how, @Nullable String errorType, @Nullable String errorMessage) {
    if (ended) {
      return;
    }
    long endNanos = how == How.ABANDONED ? lastHeardNanos : System.nanoTime();
    flush();
    ended = true;
    Ending ending =
        new Ending(
            how,
            errorType,
            errorMessage,
            endNanos - beginNanos,
            firstChunkNanos == 0 ? null : Long.valueOf(firstChunkNanos - beginNanos),
            attempts);
    outbox.offerAlways(new Item.End(id, ending, gap));
    open.remove(this, held);
  }

  private void drop(String reason) {
    ended = true;
    outbox.offerAlways(new Item.Drop(id, reason));
    open.remove(this, held);
  }

  /** Takes the call back after a failure of ours. */
  synchronized void dropped(String reason) {
    if (!ended) {
      drop(reason);
    }
  }
}
