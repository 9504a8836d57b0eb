package dev.steno.agent.capture;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Ids;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.StepStart;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.Exchange;
import dev.steno.agent.wire.Recognition;
import dev.steno.agent.wire.Recognition.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where instrumentations begin the recording of a call. Safe for use by several threads; does
 * nothing until one is installed.
 */
public final class Recorder {
  private static final long AGAIN_MILLIS = 1_000;

  private static volatile @Nullable Recorder installed;

  private final Outbox<Item> outbox;
  private final OpenCalls open;
  private final Health health;
  private final Log log;
  private final Clock clock;
  private final Recognition recognition;
  private final Runnable onFirstCall;
  private final Whereabouts where;
  private final Handoff<CallTap> calls = new Handoff<>();
  private volatile boolean begun;

  /** Before that time it is not tried again; 0 while it never failed. */
  private long nextTryMillis;

  /**
   * Makes a recorder.
   *
   * @param onFirstCall run once, on the application's thread, before the first call is recorded;
   *     again, about a second later, when it failed
   */
  public Recorder(
      Outbox<Item> outbox,
      OpenCalls open,
      Health health,
      Log log,
      Clock clock,
      Recognition recognition,
      Runnable onFirstCall) {
    this.outbox = outbox;
    this.open = open;
    this.health = health;
    this.log = log;
    this.clock = clock;
    this.recognition = recognition;
    this.onFirstCall = onFirstCall;
    this.where = new Whereabouts(log);
  }

  /** Makes this the one that instrumentations use. */
  public void install() {
    installed = this;
  }

  /** Nothing begins to be recorded any more. */
  public static void stop() {
    installed = null;
  }

  /**
   * Begins to record a call, if the request is one to a model, or may be one; its thread is inside
   * of the call until {@link Tap#leave}.
   *
   * <p>A request that a layer above records already is the same call: its tap takes only what is
   * not known up there.
   *
   * @param carrier an object given to {@link #handOff} on the thread that this call came from, or
   *     null when this is that thread
   * @return null when there is nothing to record: no model call, or one that is being recorded
   *     already
   */
  public static @Nullable Tap begin(CallStart start, @Nullable Object carrier) {
    Recorder recorder = installed;
    return recorder == null ? null : recorder.record(start, carrier);
  }

  /**
   * Whether such a request may be a model call, by method, host and path: for a library in which
   * something must be wrapped before the call begins.
   */
  public static boolean mayBegin(CallStart start) {
    Recorder recorder = installed;
    return recorder != null && recorder.verdict(start) != Verdict.NO;
  }

  /** Lets a call that will begin elsewhere, with that carrier, know the call that it is made in. */
  public static void handOff(Object carrier) {
    Recorder recorder = installed;
    Frame.Level level = recorder == null ? null : recorder.where.carried();
    if (recorder != null && level != null) {
      recorder.where.handoffs().put(carrier, level);
    }
  }

  /**
   * What this thread is inside of, as a carrier that can be given to {@link #begin}, {@link #step}
   * and {@link #inside} anywhere; null when it is inside of nothing.
   */
  public static @Nullable Object here() {
    Recorder recorder = installed;
    return recorder == null ? null : recorder.where.carried();
  }

  /**
   * Goes into a scope: what begins on this thread, until {@link Scope#leave}, comes from whom it
   * tells of.
   *
   * @param reader asked about the {@link Scope#about subject} when there is need
   * @return null when nothing is recorded here
   */
  public static @Nullable Scope scope(String instrumentation, Scope.Reader reader) {
    Recorder recorder = installed;
    if (recorder == null || isOurs(Thread.currentThread())) {
      return null;
    }
    return recorder.entered(instrumentation, recorder.where.level(Frame.current(), null), reader);
  }

  /**
   * The same for a request that comes from outside: what this thread is inside of does not count in
   * it, since a thread may have been handed the connection by what was done for another user.
   */
  public static @Nullable Scope inbound(String instrumentation, Scope.Reader reader) {
    Recorder recorder = installed;
    if (recorder == null || isOurs(Thread.currentThread())) {
      return null;
    }
    return recorder.entered(instrumentation, null, reader);
  }

  private Scope entered(String instrumentation, Frame.@Nullable Level outer, Scope.Reader reader) {
    ScopeTap scope = new ScopeTap(instrumentation, outer, reader, log);
    scope.enter();
    return scope;
  }

  /**
   * A scope of a request that no one thread serves: a carrier, to be given to {@link #within}
   * wherever something is done for the request, until {@link Scope#leave}, on any thread.
   *
   * @param reader asked about the subject whenever there is need, on whatever thread that is: it
   *     should know what it told already
   * @param subject let go of when the scope is left, and not touched any more then
   * @return null when nothing is recorded
   */
  public static @Nullable Scope request(
      String instrumentation, Scope.Reader reader, Object subject) {
    Recorder recorder = installed;
    return recorder == null ? null : new ScopeTap(instrumentation, reader, recorder.log, subject);
  }

  /**
   * Goes into a scope that the application opens: any thread may leave it, in any order.
   *
   * @param holder what the application leaves it with; when that is collected, it is left. Held
   *     weakly
   */
  public static @Nullable Scope heldScope(String instrumentation, Object holder) {
    Recorder recorder = installed;
    if (recorder == null || isOurs(Thread.currentThread())) {
      return null;
    }
    Frame.leaveForgotten();
    Frame.Level outer = recorder.where.level(Frame.current(), null);
    ScopeTap scope = new ScopeTap(instrumentation, outer, holder, recorder.log);
    scope.enter();
    return scope;
  }

  /**
   * To be asked before the application begins what it ends itself: when it left too many open on
   * this thread, it has forgotten them, and nothing more begins in them.
   */
  public static void leaveForgotten() {
    Frame.leaveForgotten();
  }

  /**
   * This thread goes into a step that the application has begun, until what this returns is run, on
   * any thread and in any order, or the step ends, or the holder is collected.
   *
   * @param holder held weakly
   * @return null when the step has ended
   */
  public static @Nullable Runnable held(Step step, Object holder) {
    if (installed == null || !(step instanceof StepTap tap) || tap.isClosed()) {
      return null;
    }
    Frame.leaveForgotten();
    Frame frame = tap.held(holder);
    frame.push(null);
    return frame::leave;
  }

  /**
   * The innermost scope of that instrumentation that this thread went into and is inside of, or
   * null; not one that only what it does was handed off from.
   */
  public static @Nullable Scope enclosingScope(String instrumentation) {
    Frame frame = Frame.current();
    ScopeTap scope = frame == null ? null : frame.level().scope();
    while (scope != null && !(scope.isBegunBy(instrumentation) && scope.isEntered())) {
      scope = scope.outer();
    }
    return scope;
  }

  /**
   * Asks that reader as well, with itself as the subject, on whatever thread something begins.
   *
   * @param reader held weakly: its library has to hold it
   */
  public static void ambient(Scope.Reader reader) {
    Recorder recorder = installed;
    if (recorder != null) {
      recorder.where.ambient(reader);
    }
  }

  /**
   * Records that something happened now, in what this thread is inside of.
   *
   * @param fields JSON trees by name, which are copied
   * @param content of an attachment, its bytes, which nobody changes any more; else null
   */
  public static void happened(
      Event.Kind kind,
      @Nullable String name,
      Map<String, @Nullable Object> fields,
      byte @Nullable [] content) {
    happened(kind, name, fields, content, null);
  }

  /** The same, of that interaction, wherever this thread is; null for what it is inside of. */
  public static void happened(
      Event.Kind kind,
      @Nullable String name,
      Map<String, @Nullable Object> fields,
      byte @Nullable [] content,
      @Nullable String interactionId) {
    Recorder recorder = installed;
    if (recorder != null) {
      recorder.record(kind, name, fields, content, interactionId);
    }
  }

  /**
   * Begins a step of a framework; its thread is inside of it until {@link Step#leave}.
   *
   * @param carrier an object given to {@link #handOff} or {@link Step#handOff} on the thread that
   *     this step came from; it counts only when this thread is inside of nothing. Null for none
   * @return null when there is nothing to record: the thread is in that step already, or there is
   *     no room
   */
  public static @Nullable Step step(StepStart start, @Nullable Object carrier) {
    Recorder recorder = installed;
    return recorder == null ? null : recorder.begun(start, carrier);
  }

  /** The step that this thread is inside of, if nothing else began in it on this thread. */
  public static @Nullable Step innermost() {
    Frame frame = Frame.current();
    return frame == null ? null : frame.step();
  }

  /** The innermost step of that kind that this thread is inside of and is not closed, or null. */
  public static @Nullable Step enclosing(Step.Kind kind) {
    Frame frame = Frame.current();
    StepTap step = frame == null ? null : frame.level().step();
    while (step != null && (step.kind() != kind || step.isClosed())) {
      step = step.outer();
    }
    return step;
  }

  /**
   * This thread goes on inside of what was handed off with that carrier, until what this returns is
   * run, on the same thread.
   *
   * @return null when nothing was
   */
  public static @Nullable Runnable inside(Object carrier) {
    Recorder recorder = installed;
    Frame.Level level = recorder == null ? null : recorder.where.carriedBy(carrier);
    if (level == null) {
      return null;
    }
    Frame frame = new Frame(level, carrier);
    frame.push(null);
    return frame::pop;
  }

  /**
   * The same, unless the thread is in there already, however deep. What it is inside of else does
   * not count until then: it may be another user's.
   *
   * @return null when there is nothing to run
   */
  public static @Nullable Runnable within(Object carrier) {
    Recorder recorder = installed;
    Frame.Level level = recorder == null ? null : recorder.where.carriedBy(carrier);
    Frame frame = Frame.current();
    if (level == null || (frame != null && frame.level().isIn(level))) {
      return null;
    }
    Frame inside = new Frame(level, carrier);
    inside.push(null);
    return inside::pop;
  }

  /**
   * The tap of the call that this thread is inside of, if that instrumentation began it and nothing
   * else began in it since; else null.
   */
  public static @Nullable Tap current(String instrumentation) {
    Frame frame = Frame.current();
    return frame != null && frame.isBegunBy(instrumentation) ? frame.tap() : null;
  }

  /**
   * Lets nothing of a request be taken for a part of the call in which this thread makes it: {@link
   * #current} knows no call until what this returns is run, on the same thread.
   *
   * @return null when this thread is in no call of that instrumentation, or in that of the key
   */
  public static @Nullable Runnable aside(String instrumentation, Object key) {
    Frame frame = Frame.current();
    if (frame == null || !frame.isBegunBy(instrumentation) || frame.isOf(key)) {
      return null;
    }
    Frame aside = frame.aside(key);
    aside.push(null);
    return aside::pop;
  }

  /**
   * The call that this thread is inside of, if that instrumentation began it, goes out on the
   * network, for the first time or once more.
   */
  public static void attempt(String instrumentation) {
    Frame frame = Frame.current();
    if (frame != null && frame.isBegunBy(instrumentation)) {
      frame.attempt();
    }
  }

  /**
   * What an instrumentation does where no hooked method, and no tap yet, is around it: null when
   * that fails.
   */
  public static <T> @Nullable T guarded(Supplier<? extends @Nullable T> work) {
    try {
      return work.get();
    } catch (Throwable failure) {
      Recorder recorder = installed;
      if (recorder != null) {
        recorder.say(failure);
      }
      return null;
    }
  }

  private void say(Throwable failure) {
    try {
      log.warn("a call could not be recorded: " + Failures.describe(failure));
    } catch (Throwable again) {
      // The application goes first.
    }
  }

  /**
   * This thread goes on with a call that began elsewhere with an equal start: what begins in it,
   * until {@link Tap#leave}, belongs to that call.
   *
   * @return null when the thread is inside of that call already, or when it is not recorded
   */
  public static @Nullable Tap reenter(CallStart start) {
    Recorder recorder = installed;
    return recorder == null ? null : recorder.reentered(start);
  }

  private @Nullable Tap reentered(CallStart start) {
    CallTap call = calls.get(start.key());
    Frame current = Frame.current();
    if (call == null || (current != null && current.isOf(start.key()))) {
      return null;
    }
    Frame frame =
        new Frame(Frame.Level.again(call, where.level(current, null), start), start.key());
    Tap tap = new LowerTap(call, frame, log);
    frame.push(tap);
    return tap;
  }

  /** Another attempt of the call with that key goes out. */
  public static void attempt(Object key, int number) {
    Recorder recorder = installed;
    if (recorder != null && number > 1) {
      CallTap call = recorder.calls.get(key);
      if (call != null) {
        call.attempt(number);
      }
    }
  }

  private @Nullable Tap record(CallStart start, @Nullable Object carrier) {
    Frame frame = Frame.current();
    if (frame != null && frame.isOf(start.key())) {
      return null;
    }
    Frame.Level outer = where.level(frame, carrier);
    if (outer != null && outer.isMadeBy(start)) {
      return joined(outer, start);
    }
    Verdict verdict = verdict(start);
    if (verdict == Verdict.NO || verdict == Verdict.EXCLUDED || isOurs(Thread.currentThread())) {
      return null;
    }
    return recorded(StepTap.open(outer), start, verdict == Verdict.YES);
  }

  /** What goes with work that this thread gives to another; null, and at no cost, for nothing. */
  static Frame.@Nullable Level forTask() {
    Recorder recorder = installed;
    Frame.Level level = recorder == null || !isInside() ? null : recorder.where.carried();
    return level == null ? null : level.ofTask();
  }

  /** Whether this thread is inside of anything. */
  static boolean isInside() {
    Recorder recorder = installed;
    return recorder != null
        && (Frame.current() != null
            || recorder.where.handoffs().get(Thread.currentThread()) != null);
  }

  /** The same, for all that a thread does which is about to start. */
  static void starts(Thread thread) {
    Frame.Level level = forTask();
    Recorder recorder = installed;
    if (recorder != null && level != null) {
      recorder.where.handoffs().put(thread, level);
    }
  }

  private void record(
      Event.Kind kind,
      @Nullable String name,
      Map<String, @Nullable Object> fields,
      byte @Nullable [] content,
      @Nullable String interactionId) {
    started();
    Frame.Level outer = StepTap.open(where.level(Frame.current(), null));
    ScopeFacts facts = where.around(outer, true);
    Told told = Told.of(fields);
    Instant now = clock.instant();
    health.captured();
    @SuppressWarnings("unchecked") // what is copied of a map is one
    Map<String, @Nullable Object> copied =
        told.value() instanceof Map<?, ?> ? (Map<String, @Nullable Object>) told.value() : Map.of();
    Item.Happened happened =
        new Item.Happened(
            Ids.next(now.toEpochMilli()),
            outer == null ? null : outer.recordedId(),
            interactionId,
            kind,
            now,
            facts,
            name,
            copied,
            content,
            told.weight() + (content == null ? 0 : content.length));
    // What there is no room for may be an attachment's bytes.
    if (!outbox.offer(happened)
        && (content == null || !outbox.offer(happened.without(told.weight())))) {
      health.dropped("outbox_full", 1);
    }
  }

  /** What Steno's own threads send is nobody's conversation. */
  private static boolean isOurs(Thread thread) {
    return thread.getName().startsWith("steno-");
  }

  private Verdict verdict(CallStart start) {
    return start.layer() == Layer.SDK
        ? recognition.ofSdk(start.method(), start.host(), start.port(), start.path())
        : recognition.ofHttp(start.method(), start.host(), start.port(), start.path());
  }

  /** A layer further down of a call that is recorded already. */
  private @Nullable Tap joined(Frame.Level outer, CallStart start) {
    CallTap call = Objects.requireNonNull(outer.call());
    if (recognition.excludes(start.host(), start.port(), start.path())) {
      call.dropped("excluded");
      return null;
    }
    if (!outer.below()) {
      call.requestBelow();
    }
    Frame frame = new Frame(Frame.Level.of(call, outer, true, start), start.key());
    Tap tap = new LowerTap(call, frame, log);
    frame.push(tap);
    return tap;
  }

  private @Nullable Step begun(StepStart start, @Nullable Object carrier) {
    Frame frame = Frame.current();
    if ((frame != null && frame.isOf(start.key())) || isOurs(Thread.currentThread())) {
      return null;
    }
    Frame.Level outer = where.level(frame, carrier);
    started();
    StepTap step =
        new StepTap(
            start,
            outer,
            where.facts(StepTap.open(outer), true),
            clock.instant(),
            outbox,
            open,
            health,
            log,
            where.handoffs());
    return step.begin() ? step : null;
  }

  private @Nullable Tap recorded(Frame.@Nullable Level outer, CallStart start, boolean certain) {
    started();
    long nanos = System.nanoTime();
    Instant now = clock.instant();
    Exchange exchange =
        new Exchange(
            Ids.next(now.toEpochMilli()),
            outer == null ? null : outer.recordedId(),
            start.path(),
            start.host(),
            start.port(),
            now,
            start.instrumentation(),
            certain);
    boolean likely = certain || Recognition.isLikely(start.path());
    StepTap step = outer == null ? null : outer.step();
    ScopeFacts facts = where.facts(outer, certain);
    ScopeTap scope = outer == null ? null : outer.scope();
    CallTap call = new CallTap(exchange, nanos, step, scope, facts, outbox, open, health, likely);
    if (certain) {
      call.begin(); // also when there is no room: a layer further down is the same call
    }
    calls.put(start.key(), call); // not the tap, whose frame holds the key
    Frame frame = new Frame(Frame.Level.of(call, outer, false, start), start.key());
    Tap tap = new GuardedTap(call, frame, log);
    frame.push(tap);
    return tap;
  }

  private void started() {
    if (begun) {
      return; // nearly always, and without a lock
    }
    synchronized (this) {
      if (begun || (nextTryMillis != 0 && clock.millis() < nextTryMillis)) {
        return;
      }
      begun = true;
    }
    try {
      onFirstCall.run();
    } catch (Throwable failure) {
      // There may be no memory for one more thread just now: what is recorded waits.
      synchronized (this) {
        begun = false;
        nextTryMillis = clock.millis() + AGAIN_MILLIS;
      }
      say(failure);
    }
  }
}
