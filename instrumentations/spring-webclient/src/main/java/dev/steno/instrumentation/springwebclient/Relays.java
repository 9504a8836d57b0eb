package dev.steno.instrumentation.springwebclient;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * Publishers that pass every signal on as it is, demand and cancellation and context too, and tell
 * of it. They subscribe to what they stand for once for each subscription of their own.
 */
final class Relays {
  @SuppressWarnings("rawtypes")
  private static final Unseen<Mono> MONO =
      Unseen.of(MethodHandles.lookup(), Mono.class, RelayedMono.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<Flux> FLUX =
      Unseen.of(MethodHandles.lookup(), Flux.class, RelayedFlux.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<CoreSubscriber> RELAY =
      Unseen.of(MethodHandles.lookup(), CoreSubscriber.class, Relay.class);

  private Relays() {}

  /** What is told of one subscription; nothing in here may throw. */
  interface Signals<T> {
    /** This comes next: what is returned is passed on. */
    default T next(T value) {
      return value;
    }

    default void completed() {}

    default void failed(Throwable thrown) {}

    default void cancelled() {}

    /** The thread returns from subscribing. */
    default void subscribed() {}

    /** The call that the thread is to be inside of while the completion is passed on. */
    default @Nullable Tap inside() {
      return null;
    }
  }

  /** {@code signals} is asked for each subscription, and may give nothing to tell it to. */
  @SuppressWarnings("unchecked")
  static <T> Mono<T> mono(Mono<T> source, Supplier<@Nullable Signals<T>> signals) {
    return MONO.make(source, subscribing(signals));
  }

  /** The same of many. */
  @SuppressWarnings("unchecked")
  static <T> Flux<T> flux(Flux<T> source, Supplier<@Nullable Signals<T>> signals) {
    return FLUX.make(source, subscribing(signals));
  }

  @SuppressWarnings("unchecked")
  private static <T> UnaryOperator<CoreSubscriber<? super T>> subscribing(
      Supplier<@Nullable Signals<T>> signals) {
    return subscriber -> {
      Signals<T> told = signals.get();
      return told == null ? subscriber : RELAY.make(subscriber, told);
    };
  }

  /** What is made of the original, or the original itself when that fails. */
  static <T> T guarded(T original, UnaryOperator<T> wrap) {
    T wrapped = Recorder.guarded(() -> wrap.apply(original));
    return wrapped == null ? original : wrapped;
  }

  /** The thread that subscribed returns. */
  interface Subscribed {
    void subscribed();
  }

  /** Of one. */
  static final class RelayedMono<T> extends MonoOperator<T, T> {
    private final UnaryOperator<CoreSubscriber<? super T>> subscribing;

    RelayedMono(Mono<T> source, UnaryOperator<CoreSubscriber<? super T>> subscribing) {
      super(source);
      this.subscribing = subscribing;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
      CoreSubscriber<? super T> seen = guarded(actual, subscribing);
      try {
        source.subscribe(seen);
      } finally {
        if (seen instanceof Subscribed relay) {
          relay.subscribed();
        }
      }
    }
  }

  /** Of many. */
  static final class RelayedFlux<T> extends FluxOperator<T, T> {
    private final UnaryOperator<CoreSubscriber<? super T>> subscribing;

    RelayedFlux(Flux<T> source, UnaryOperator<CoreSubscriber<? super T>> subscribing) {
      super(source);
      this.subscribing = subscribing;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
      CoreSubscriber<? super T> seen = guarded(actual, subscribing);
      try {
        source.subscribe(seen);
      } finally {
        if (seen instanceof Subscribed relay) {
          relay.subscribed();
        }
      }
    }
  }

  /**
   * Between a source and its subscriber; no queue subscription, so that nobody fuses across it.
   * What is told is told before it is passed on: a buffer may be gone after that.
   */
  static final class Relay<T> implements CoreSubscriber<T>, Subscription, Subscribed {
    private final CoreSubscriber<? super T> actual;
    private final Signals<T> signals;
    private @Nullable Subscription source;

    Relay(CoreSubscriber<? super T> actual, Signals<T> signals) {
      this.actual = actual;
      this.signals = signals;
    }

    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      source = subscription;
      actual.onSubscribe(this);
    }

    @Override
    public void onNext(T value) {
      actual.onNext(signals.next(value));
    }

    @Override
    public void onError(Throwable thrown) {
      signals.failed(thrown);
      actual.onError(thrown);
    }

    @Override
    public void onComplete() {
      signals.completed();
      Tap inside = signals.inside();
      if (inside == null) {
        actual.onComplete();
        return;
      }
      try {
        actual.onComplete();
      } finally {
        inside.leave();
      }
    }

    @Override
    public void request(long n) {
      Subscription asked = source;
      if (asked != null) {
        asked.request(n);
      }
    }

    @Override
    public void cancel() {
      signals.cancelled();
      Subscription asked = source;
      if (asked != null) {
        asked.cancel();
      }
    }

    @Override
    public void subscribed() {
      signals.subscribed();
    }
  }
}
