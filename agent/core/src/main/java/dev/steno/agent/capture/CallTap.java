package dev.steno.agent.capture;

import dev.steno.agent.health.Health;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Step;
import dev.steno.agent.wire.Ending;
import dev.steno.agent.wire.Ending.How;
import dev.steno.agent.wire.Exchange;
import dev.steno.agent.wire.JsonShape;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Passes what happens to one call on to the writer, its bytes in blocks. Holds nothing of the
 * application; its lock is never held over anything that waits.
 */
final class CallTap implements Open {
  /** A call without an answer is left alone for longer than the longest timeout of a library. */
  private static final long UNANSWERED_NANOS = 3_600_000_000_000L;

  private final Exchange exchange;
  private final String id;
  private final long beginNanos;
  private final @Nullable StepTap step;
  private final @Nullable ScopeTap scope;
  private final ScopeFacts facts;
  private final Outbox<Item> outbox;
  private final OpenCalls open;
  private final Health health;
  private final boolean likely;

  /** Whether it is known to be a model call: nobody hears of it before. */
  private boolean begun;

  private boolean requestUnseen;
  private boolean requested;
  private @Nullable RequestCopy request;
  private @Nullable String requestType;

  private final AnswerCopy answerCopy;
  private int held;
  private int attempts = 1;
  private int requestsBelow;
  private long firstByteNanos;
  private long firstChunkNanos;
  private boolean answered;
  private boolean ended;
  private volatile long lastHeardNanos;

  @SuppressWarnings("UnusedVariable") // a reference is queued only while it is held itself
  private @Nullable WeakReference<Object> handle;

  /**
   * A call of which nothing is told before {@link #begin}.
   *
   * @param step the step that it is made in, or null
   * @param scope the innermost that it is made in, or null
   * @param facts what is known of who speaks
   * @param likely whether a request of which no body was ever seen is a model call
   */
  CallTap(
      Exchange exchange,
      long beginNanos,
      @Nullable StepTap step,
      @Nullable ScopeTap scope,
      ScopeFacts facts,
      Outbox<Item> outbox,
      OpenCalls open,
      Health health,
      boolean likely) {
    this.exchange = exchange;
    this.id = exchange.id();
    this.answerCopy = new AnswerCopy(id, outbox);
    this.beginNanos = beginNanos;
    this.step = step;
    this.scope = scope;
    this.facts = facts;
    this.outbox = outbox;
    this.open = open;
    this.health = health;
    this.likely = likely;
    this.lastHeardNanos = beginNanos;
  }

  /** It is a model call: it is recorded from here on, if there is room. */
  synchronized void begin() {
    health.captured();
    if (step != null) {
      step.recordedInside(Step.Kind.MODEL);
      step.countedInside();
    }
    boolean lost = step != null && step.isLost();
    begun = !lost && outbox.offer(new Item.Begin(exchange, facts));
    if (begun) {
      open.add(this);
    } else {
      health.dropped("outbox_full", 1);
      ended = true;
    }
  }

  @Override
  public String id() {
    return id;
  }

  /** The call's id, or null when it is not recorded, or not yet. */
  synchronized @Nullable String recordedId() {
    return begun ? id : null;
  }

  @Nullable StepTap step() {
    return step;
  }

  @Nullable ScopeTap scope() {
    return scope;
  }

  @Override
  public boolean isIdle(long nowNanos, long idleNanos) {
    return nowNanos - lastHeardNanos > (answered() ? idleNanos : UNANSWERED_NANOS);
  }

  @Override
  public void abandon() {
    finish(How.ABANDONED, null, null);
  }

  private synchronized boolean answered() {
    return answered;
  }

  synchronized boolean ended() {
    return ended;
  }

  synchronized void requestUnseen() {
    requestUnseen = true;
  }

  synchronized boolean isRequestUnseen() {
    return requestUnseen && !requested && !ended;
  }

  synchronized boolean wantsRequest() {
    return !ended && !requested && !requestUnseen;
  }

  synchronized void requestBegin(@Nullable String contentType) {
    if (!ended && !requested) {
      request = new RequestCopy();
      requestType = contentType;
    }
  }

  synchronized void requestBytes(byte[] bytes, int offset, int length) {
    RequestCopy copy = request;
    if (copy != null && !ended && !requested) {
      copy.write(bytes, offset, length);
      if (!begun && copy.length() >= JsonShape.HEAD) {
        decide(copy, false);
      }
    }
  }

  synchronized void requestEnd() {
    RequestCopy copy = request;
    if (copy != null && !ended && !requested) {
      request(copy);
    }
  }

  /** The body, complete. */
  synchronized void request(RequestCopy copy, @Nullable String contentType) {
    requestType = contentType;
    request(copy);
  }

  /** Without it nobody can tell what a request to an unknown server is. */
  private void request(RequestCopy copy) {
    if (!ended && !begun) {
      decide(copy, true);
    }
    if (!ended && !requested) {
      requested = true;
      request = null;
      send(copy);
    }
  }

  private void decide(@Nullable RequestCopy copy, boolean whole) {
    boolean isCall =
        copy == null
            ? likely
            : JsonShape.looksLikeModelCall(exchange.path(), copy.bytes(), copy.length(), whole);
    if (isCall) {
      begin();
    } else {
      ended = true;
      request = null;
    }
  }

  /** What came of the request is all that will come. */
  private void endRequest() {
    if (!ended && !requested && request != null) {
      request(request);
    } else if (!ended && !begun) {
      decide(null, true);
    }
  }

  /** Without its request a call says nothing: when there is no room for it, there is no record. */
  private void send(RequestCopy copy) {
    Item item = new Item.Request(id, copy.bytes(), copy.length(), requestType, copy.isCut());
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

  /** The layer that tells this call made one more request further down. */
  synchronized void requestBelow() {
    requestsBelow++;
    attempt(requestsBelow);
  }

  /** What a layer further down knows of the call. */
  synchronized void answeredBelow(Frame.Level level, int status, @Nullable String requestId) {
    if (ended || !begun) {
      return;
    }
    heardFirstByte();
    outbox.offerAlways(
        new Item.Below(id, level.instrumentation(), level.host(), level.port(), status, requestId));
  }

  private void heardFirstByte() {
    lastHeardNanos = System.nanoTime();
    if (firstByteNanos == 0) {
      firstByteNanos = lastHeardNanos;
    }
  }

  synchronized boolean wantsAnswer() {
    endRequest();
    return !ended;
  }

  synchronized void response(
      Object answer,
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String requestId) {
    endRequest();
    if (ended) {
      return;
    }
    answered = true;
    heardFirstByte();
    handle = open.handle(answer, this);
    outbox.offerAlways(new Item.Response(id, status, contentType, contentEncoding, requestId));
  }

  synchronized void bytes(byte[] buffer, int offset, int length) {
    if (hears(length)) {
      answerCopy.read(buffer, offset, length);
    }
  }

  synchronized void bytes(ByteBuffer buffer) {
    if (hears(buffer.remaining())) {
      answerCopy.read(buffer);
    }
  }

  synchronized void single(byte b) {
    if (hears(1)) {
      answerCopy.read(b);
    }
  }

  private boolean hears(int length) {
    if (ended || length <= 0) {
      return false;
    }
    long now = System.nanoTime();
    lastHeardNanos = now;
    if (firstChunkNanos == 0) {
      firstChunkNanos = now;
    }
    return true;
  }

  synchronized void skipped(long count) {
    if (!ended) {
      answerCopy.skip(count);
    }
  }

  synchronized void marked() {
    answerCopy.mark();
  }

  synchronized void reset() {
    answerCopy.reset();
  }

  /** Ends the call, once; what was thrown comes described, since no object of it may be kept. */
  synchronized void finish(How how, @Nullable String errorType, @Nullable String errorMessage) {
    endRequest();
    if (ended) {
      return;
    }
    long endNanos = how == How.ABANDONED ? lastHeardNanos : System.nanoTime();
    boolean gap = answerCopy.flush();
    ended = true;
    Ending ending =
        new Ending(
            how,
            errorType,
            errorMessage,
            endNanos - beginNanos,
            sinceBegin(firstByteNanos),
            sinceBegin(firstChunkNanos),
            attempts);
    outbox.offerAlways(new Item.End(id, ending, gap));
    open.remove(this, held);
    if (how == How.ABANDONED && step != null) {
      step.abandonedInside();
    }
  }

  private @Nullable Long sinceBegin(long nanos) {
    return nanos == 0 ? null : Long.valueOf(nanos - beginNanos);
  }

  private void drop(String reason) {
    ended = true;
    outbox.offerAlways(new Item.Drop(id, reason));
    open.remove(this, held);
  }

  /** Takes the call back after a failure of ours. */
  synchronized void dropped(String reason) {
    if (!ended && begun) {
      drop(reason);
    }
    ended = true;
  }
}
