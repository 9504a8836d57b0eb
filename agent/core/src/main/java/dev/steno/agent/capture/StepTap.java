package dev.steno.agent.capture;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Ids;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.StepStart;
import dev.steno.agent.wire.Ending;
import dev.steno.agent.wire.Ending.How;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Passes what happens to one step on to the writer. */
final class StepTap implements Step, Open {
  private final Kind kind;
  private final boolean fallback;
  private final String instrumentation;
  private final String id;
  private final ScopeFacts facts;
  private final Instant startedAt;
  private final long beginNanos = System.nanoTime();
  private final Frame.@Nullable Level outer;
  private final Frame frame;
  private final Outbox<Item> outbox;
  private final OpenCalls open;
  private final Health health;
  private final Log log;
  private final Handoff<Frame.Level> handoffs;
  private final AtomicInteger openInside = new AtomicInteger();
  private final AtomicInteger modelsBegun = new AtomicInteger();
  private volatile boolean bare = true;
  private volatile boolean lost;

  /** Whether something in it is counted; of a turn that is lost only. */
  private volatile boolean counted;

  private volatile boolean closed;
  private boolean cut;
  private boolean ended;
  private long firstChunkNanos;

  private volatile @Nullable WeakReference<Object> handle;

  @SuppressWarnings("unused") // a reference that is collected itself tells of nothing
  private volatile @Nullable WeakReference<Object> owner;

  StepTap(
      StepStart start,
      Frame.@Nullable Level outer,
      ScopeFacts facts,
      Instant startedAt,
      Outbox<Item> outbox,
      OpenCalls open,
      Health health,
      Log log,
      Handoff<Frame.Level> handoffs) {
    this.kind = start.kind();
    this.fallback = start.fallback();
    this.instrumentation = start.instrumentation(); // not the start, which holds the key
    this.outer = open(outer);
    this.facts = facts;
    this.startedAt = startedAt;
    this.id = Ids.next(startedAt.toEpochMilli());
    this.outbox = outbox;
    this.open = open;
    this.health = health;
    this.log = log;
    this.handoffs = handoffs;
    this.frame = new Frame(Frame.Level.of(this, outer, start.instrumentation()), start.key());
  }

  /**
   * Goes into the step, if there is room to record it. Into a turn in any case: what is inside of
   * one that is not recorded would be many interactions, of which none is one.
   */
  boolean begin() {
    if (counts()) {
      health.captured();
    }
    StepTap around = outer();
    if (around != null && kind == Kind.MODEL) {
      around.modelBegins();
    }
    if (around != null && around.lost) {
      return lost();
    }
    String parentId = outer == null || isTurn() ? null : outer.recordedId();
    boolean room =
        outbox.offer(new Item.StepBegin(id, parentId, kind, instrumentation, startedAt, facts));
    if (!room && kind() == Kind.AGENT) {
      return lost();
    }
    if (!room) {
      countDropped();
      return false;
    }
    if (around != null) {
      around.openInside.incrementAndGet();
      around.recordedInside(kind());
    }
    open.add(this);
    frame.push(null);
    return true;
  }

  private boolean lost() {
    countDropped();
    lost = true;
    ended = true;
    frame.push(null);
    return true;
  }

  private void countDropped() {
    if (counts()) {
      health.dropped("outbox_full", 1);
      countedInside();
    }
  }

  /** A call of the turn that this is in is counted: the turn is not, then. */
  void countedInside() {
    for (StepTap step = this; step != null; step = step.outer()) {
      step.counted = true;
    }
  }

  /** A turn that is lost counts as one when it has ended and nothing in it did. */
  private void countLost() {
    if (lost && isTurn() && !counted) {
      counted = true;
      health.captured();
      health.dropped("outbox_full", 1);
    }
  }

  /** Whether nothing of it is recorded, nor of what is inside of it. */
  boolean isLost() {
    return lost;
  }

  /** An outermost turn is the interaction, and no call in it. */
  private boolean isTurn() {
    return kind() == Kind.AGENT && outer() == null;
  }

  /** Whether it becomes a call whatever happens in it. */
  private boolean counts() {
    return !fallback && !isTurn();
  }

  @Override
  public String id() {
    return id;
  }

  Kind kind() {
    return kind;
  }

  /** The innermost of what is around a level, and is not closed; null when nothing is. */
  static Frame.@Nullable Level open(Frame.@Nullable Level level) {
    Frame.Level open = level;
    while (open != null && open.step() != null && open.step().closed) {
      open = open.step().outer;
    }
    return open;
  }

  boolean isClosed() {
    return closed;
  }

  /** The step that this one began in, or null. */
  @Nullable StepTap outer() {
    return outer == null ? null : outer.step();
  }

  /** Something of that kind is recorded inside: what would stand for it need not. */
  void recordedInside(Kind kind) {
    for (StepTap step = this; step != null; step = step.outer()) {
      if (step.kind() == kind) {
        step.bare = false;
      }
      if (step.kind() == Kind.AGENT || step.kind() == Kind.TOOL) {
        return;
      }
    }
  }

  /** A model is asked inside, recorded or not. */
  private void modelBegins() {
    for (StepTap step = this; step != null; step = step.outer()) {
      step.modelsBegun.incrementAndGet();
      if (step.kind == Kind.AGENT || step.kind == Kind.TOOL) {
        return;
      }
    }
  }

  /** What was streamed inside is given up: so is this, if it was waiting for nothing else. */
  void abandonedInside() {
    if (kind() == Kind.MODEL || handle != null) {
      abandon();
    }
  }

  @Override
  public @Nullable Object key() {
    return frame.key();
  }

  @Override
  public void leave() {
    frame.pop();
  }

  @Override
  public void handOff(Object carrier) {
    handoffs.put(carrier, frame.level());
  }

  @Override
  public boolean isBare() {
    return bare;
  }

  @Override
  public boolean isBusy() {
    return openInside.get() > 0;
  }

  @Override
  public int modelsBegun() {
    return modelsBegun.get();
  }

  @Override
  public void tell(Fact fact, @Nullable Object value) {
    if (value == null) {
      return;
    }
    try {
      Told told = Told.of(value);
      synchronized (this) {
        if (!ended) {
          cut |= told.isCut();
          cut |= !outbox.offer(new Item.StepFact(id, fact, told.value(), told.weight()));
        }
      }
    } catch (Throwable failure) {
      say(failure);
    }
  }

  @Override
  public synchronized void chunk() {
    if (firstChunkNanos == 0) {
      firstChunkNanos = System.nanoTime();
    }
  }

  @Override
  public void holdBy(Object answer) {
    handle = open.handle(answer, this);
  }

  @Override
  public void endedBy(Object newOwner) {
    owner = open.handle(newOwner, this);
  }

  /** What this thread is inside of when it is inside of this step, held open by that object. */
  Frame held(Object holder) {
    return Frame.held(frame.level(), holder);
  }

  @Override
  public void closed() {
    closed = true;
  }

  @Override
  public void end() {
    finish(How.END_OF_BODY, null);
  }

  @Override
  public void failed(Throwable thrown) {
    finish(How.FAILED, thrown);
  }

  @Override
  public void failed(String type, @Nullable String message) {
    try {
      finish(How.FAILED, type, message);
    } catch (Throwable failure) {
      say(failure);
    }
  }

  /** A turn that streams its answer ends with the answer. */
  @Override
  public void cancelled() {
    boolean wasOpen = finish(How.CLOSED, null);
    StepTap around = outer();
    if (wasOpen && kind() == Kind.MODEL && around != null && around.handle != null) {
      around.cancelled();
    }
  }

  @Override
  public void abandon() {
    // Its handle may be collected after its end, while the turn goes on with another model's call.
    boolean wasOpen = finish(How.ABANDONED, null);
    StepTap around = outer();
    if (wasOpen && kind() == Kind.MODEL && around != null) {
      around.abandonedInside();
    }
  }

  /** What a step waits for has its own time: it ends with that, or with the application. */
  @Override
  public boolean isIdle(long nowNanos, long idleNanos) {
    return false;
  }

  /** Whether it had not ended before. */
  private boolean finish(How how, @Nullable Throwable thrown) {
    try {
      String type = null;
      String message = null;
      if (thrown != null) {
        Throwable seen = Thrown.unwrapped(thrown);
        type = seen.getClass().getName();
        message = Thrown.message(seen);
      }
      return finish(how, type, message);
    } catch (Throwable failure) {
      say(failure);
      return false;
    }
  }

  private synchronized boolean finish(How how, @Nullable String type, @Nullable String message) {
    frame.letKeyGo();
    if (ended) {
      countLost();
      return false;
    }
    ended = true;
    closed = true;
    if (fallback && bare) {
      health.captured();
    }
    Long firstChunk = firstChunkNanos == 0 ? null : Long.valueOf(firstChunkNanos - beginNanos);
    long latency = System.nanoTime() - beginNanos;
    Ending ending = new Ending(how, type, message, latency, null, firstChunk, 1);
    outbox.offerAlways(new Item.StepEnd(id, ending, bare, cut));
    open.remove(this, 0);
    StepTap around = outer();
    if (around != null) {
      around.openInside.decrementAndGet();
    }
    return true;
  }

  private void say(Throwable failure) {
    try {
      log.warn("a step is recorded without all its facts: " + Failures.describe(failure));
    } catch (Throwable again) {
      // The application goes first.
    }
  }
}
