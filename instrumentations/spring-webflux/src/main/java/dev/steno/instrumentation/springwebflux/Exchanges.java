package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandles;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * Publishers that pass every signal on as it is, demand and cancellation too, and subscribe to what
 * they stand for once for each subscription of their own.
 */
final class Exchanges {
  @SuppressWarnings("rawtypes")
  private static final Unseen<Mono> DURING =
      Unseen.of(MethodHandles.lookup(), Mono.class, During.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<Mono> WATCHED =
      Unseen.of(MethodHandles.lookup(), Mono.class, Watched.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<CoreSubscriber> ANSWER =
      Unseen.of(MethodHandles.lookup(), CoreSubscriber.class, Answer.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<CoreSubscriber> WATCHER =
      Unseen.of(MethodHandles.lookup(), CoreSubscriber.class, Watcher.class);

  private static final Unseen<Context> CONTEXT =
      Unseen.of(MethodHandles.lookup(), Context.class, Carrying.class);

  private Exchanges() {}

  /** The same, of which all that it does is inside of the exchange's scope. */
  @SuppressWarnings("unchecked")
  static Mono<Void> during(Mono<Void> handled, Exchange exchange) {
    return DURING.make(handled, exchange);
  }

  /** The same, of which the exchange that it is subscribed to in is told what comes. */
  @SuppressWarnings("unchecked")
  static <T> Mono<T> watched(Mono<T> source, BiConsumer<Exchange, T> telling) {
    return WATCHED.make(source, telling);
  }

  @SuppressWarnings("unchecked")
  static @Nullable CoreSubscriber<? super Void> answer(
      CoreSubscriber<? super Void> actual, Exchange exchange) {
    return Recorder.guarded(
        () -> {
          Context context = actual.currentContext();
          return ANSWER.make(actual, exchange, CONTEXT.make(context, exchange.scope(), exchange));
        });
  }

  @SuppressWarnings("unchecked")
  static <T> CoreSubscriber<? super T> watcher(
      CoreSubscriber<? super T> actual, BiConsumer<Exchange, T> telling) {
    CoreSubscriber<? super T> watcher =
        Recorder.guarded(
            () ->
                actual.currentContext().getOrDefault(Exchange.KEY, null)
                        instanceof Exchange exchange
                    ? WATCHER.make(actual, exchange, telling)
                    : actual);
    return watcher == null ? actual : watcher;
  }

  static @Nullable Exchange now(Exchange exchange) {
    return Recorder.guarded(exchange::subscribed);
  }

  static @Nullable Runnable within(Exchange exchange) {
    return Recorder.guarded(() -> Recorder.within(exchange.scope()));
  }

  static void answered(Exchange exchange) {
    guarded(exchange::answered);
  }

  static void cancelled(Exchange exchange) {
    guarded(exchange::cancelled);
  }

  static void over(Exchange exchange) {
    guarded(exchange::over);
  }

  static <T> void tell(BiConsumer<Exchange, T> telling, Exchange exchange, T value) {
    guarded(() -> telling.accept(exchange, value));
  }

  private static void guarded(Runnable work) {
    Recorder.guarded(
        () -> {
          work.run();
          return null;
        });
  }

  /** While a request is handled. */
  static final class During extends MonoOperator<Void, Void> {
    private final Exchange exchange;

    During(Mono<Void> source, Exchange exchange) {
      super(source);
      this.exchange = exchange;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> actual) {
      Exchange now = now(exchange);
      CoreSubscriber<? super Void> answer = now == null ? null : answer(actual, now);
      if (now == null || answer == null) {
        source.subscribe(actual);
        return;
      }
      Runnable leaving = within(now);
      try {
        source.subscribe(answer);
      } finally {
        if (leaving != null) {
          leaving.run();
        }
      }
    }
  }

  /** Between the handling of a request and the server. */
  static final class Answer implements CoreSubscriber<Void>, Subscription {
    private final CoreSubscriber<? super Void> actual;
    private final Exchange exchange;
    private final Context context;
    private @Nullable Subscription source;

    Answer(CoreSubscriber<? super Void> actual, Exchange exchange, Context context) {
      this.actual = actual;
      this.exchange = exchange;
      this.context = context;
    }

    @Override
    public Context currentContext() {
      return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      source = subscription;
      actual.onSubscribe(this);
    }

    @Override
    @SuppressWarnings("VoidUsed") // passed on as it is
    public void onNext(Void value) {
      actual.onNext(value);
    }

    @Override
    public void onError(Throwable thrown) {
      over(exchange);
      actual.onError(thrown);
    }

    @Override
    public void onComplete() {
      answered(exchange);
      actual.onComplete();
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
      cancelled(exchange);
      Subscription asked = source;
      if (asked != null) {
        asked.cancel();
      }
    }
  }

  /** What the application may load. */
  static final class Watched<T> extends MonoOperator<T, T> {
    private final BiConsumer<Exchange, T> telling;

    Watched(Mono<T> source, BiConsumer<Exchange, T> telling) {
      super(source);
      this.telling = telling;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
      source.subscribe(watcher(actual, telling));
    }
  }

  /** Between that and who loads it. */
  static final class Watcher<T> implements CoreSubscriber<T> {
    private final CoreSubscriber<? super T> actual;
    private final Exchange exchange;
    private final BiConsumer<Exchange, T> telling;

    Watcher(CoreSubscriber<? super T> actual, Exchange exchange, BiConsumer<Exchange, T> telling) {
      this.actual = actual;
      this.exchange = exchange;
      this.telling = telling;
    }

    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    /** Hides what could be fused with: a value would go by. */
    @Override
    public void onSubscribe(Subscription subscription) {
      actual.onSubscribe(new Passing(subscription));
    }

    @Override
    public void onNext(T value) {
      tell(telling, exchange, value);
      actual.onNext(value);
    }

    @Override
    public void onError(Throwable thrown) {
      actual.onError(thrown);
    }

    @Override
    public void onComplete() {
      actual.onComplete();
    }
  }

  /** A subscription as it is. */
  record Passing(Subscription source) implements Subscription {
    @Override
    public void request(long n) {
      source.request(n);
    }

    @Override
    public void cancel() {
      source.cancel();
    }
  }
}
