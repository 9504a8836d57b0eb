package dev.steno.agent.capture;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Ids;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.Exchange;
import dev.steno.agent.wire.WireFormats;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Where instrumentations begin the recording of a call. Safe for use by several threads; does
 * nothing until one is installed.
 */
public final class Recorder {
  private static volatile @Nullable Recorder installed;

  private final Outbox<Item> outbox;
  private final OpenCalls open;
  private final Health health;
  private final Log log;
  private final Clock clock;
  private final Runnable onFirstCall;
  private final Handoff<String> parents = new Handoff<>();
  private final Handoff<CallTap> calls = new Handoff<>();
  private boolean begun;

  /**
   * Makes a recorder.
   *
   * @param onFirstCall run once, on the application's thread, before the first call is recorded
   */
  public Recorder(
      Outbox<Item> outbox,
      OpenCalls open,
      Health health,
      Log log,
      Clock clock,
      Runnable onFirstCall) {
    this.outbox = outbox;
    this.open = open;
    this.health = health;
    this.log = log;
    this.clock = clock;
    this.onFirstCall = onFirstCall;
  }

  /** Makes this the one that instrumentations use. */
  public void install() {
    installed = this;
  }

  /**
   * Begins to record a call, if the request is one to a model; its thread is inside of the call
   * until {@link Tap#leave}.
   *
   * @param carrier an object given to {@link #handOff} on the thread that this call came from, or
   *     null when this is that thread
   * @return null when there is nothing to record: no model call, one that is being recorded
   *     already, or no room
   */
  public static @Nullable Tap begin(CallStart start, @Nullable Object carrier) {
    Recorder recorder = installed;
    return recorder == null || !WireFormats.recognizes(start.method(), start.path())
        ? null
        : recorder.record(start, carrier);
  }

  /** Lets a call that will begin elsewhere, with that carrier, know the call that it is made in. */
  public static void handOff(Object carrier) {
    Frame frame = Frame.current();
    Recorder recorder = installed;
    if (frame != null && recorder != null) {
      recorder.parents.put(carrier, frame.callId());
    }
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
    Frame outer = Frame.current();
    if (outer != null && outer.isOf(start.key())) {
      return null;
    }
    String parent = outer != null ? outer.callId() : carrier != null ? parents.take(carrier) : null;
    started();
    long nanos = System.nanoTime();
    Exchange exchange =
        new Exchange(
            Ids.next(clock.millis()),
            parent,
            start.path(),
            start.host(),
            start.port(),
            clock.instant(),
            start.instrumentation());
    boolean accepted = outbox.offer(new Item.Begin(exchange));
    health.captured();
    if (!accepted) {
      health.dropped("outbox_full", 1);
      return null;
    }
    CallTap call = new CallTap(exchange.id(), nanos, outbox, open);
    open.add(call);
    calls.put(start.key(), call); // not the tap, whose frame holds the key
    Frame frame = Frame.of(exchange.id(), start.key());
    Tap tap = new GuardedTap(call, frame, log);
    frame.push();
    return tap;
  }

  private void started() {
    synchronized (this) {
      if (begun) {
        return;
      }
      begun = true;
    }
    onFirstCall.run();
  }
}
