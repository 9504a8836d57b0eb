package dev.steno.instrumentation.javahttpclient;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import dev.steno.instrumentation.javahttpclient.JavaHttpClient.Wrapper;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * One request of the JDK's client and its answer: how they are read. Of headers, only those that
 * {@link Tap} asks for.
 *
 * <p>What stands between the application and the JDK are hidden copies of the classes at the end,
 * each of which passes everything on as it comes.
 */
@SuppressWarnings({"rawtypes", "unchecked"}) // a hidden class has no type parameters
final class JavaHttpExchange {
  private static final Unseen<BodyHandler> HANDLER = unseen(BodyHandler.class, Handler.class);
  private static final Unseen<BodySubscriber> READING = unseen(BodySubscriber.class, Reading.class);
  private static final Unseen<Subscription> DEMAND = unseen(Subscription.class, Demand.class);

  private static final List<String> REQUEST_IDS =
      List.of("x-request-id", "request-id", "x-amzn-requestid", "apim-request-id");

  private final Tap tap;
  private final JavaHttpRequest sent;
  private volatile boolean handedToApplication;
  private volatile @Nullable Throwable broken;

  private JavaHttpExchange(Tap tap, @Nullable String contentType) {
    this.tap = tap;
    this.sent = new JavaHttpRequest(tap, contentType);
  }

  static <T> Unseen<T> unseen(Class<T> type, Class<? extends T> template) {
    return Unseen.of(MethodHandles.lookup(), type, template);
  }

  /** Begins the record of a request; null when it is not to be recorded. */
  static @Nullable JavaHttpExchange begin(HttpRequest request) {
    URI uri = request.uri();
    if (uri == null) { // of a request that is not the JDK's
      return null;
    }
    String type = request.headers().firstValue("content-type").orElse(null);
    Tap tap =
        Recorder.begin(CallStart.http(JavaHttpClient.NAME, request, request.method(), uri), null);
    if (tap == null) {
      return null;
    }
    try {
      return new JavaHttpExchange(tap, type);
    } catch (Throwable failure) {
      tap.leave(); // nobody else will
      throw failure;
    }
  }

  /** What the JDK is to read in place of the request: the same, with a body that is tapped. */
  HttpRequest tapped(HttpRequest request) {
    return sent.tapped(request);
  }

  /** What the JDK is to ask in place of the handler what to do with the answer. */
  BodyHandler<?> tapped(BodyHandler<?> handler) {
    return tap.guarded(handler, original -> HANDLER.make(original, this));
  }

  /** The answer's head is there. */
  void answered(ResponseInfo info) {
    sent.tellUnsent();
    tap.guarded(
        info.headers(),
        headers -> {
          tap.response(
              this, // held by what the JDK holds until the answer's last byte
              info.statusCode(),
              headers.firstValue("content-type").orElse(null),
              headers.firstValue("content-encoding").orElse(null),
              requestId(headers));
          return headers;
        });
  }

  /** What the answer's body is to be given to in place of the application's subscriber. */
  BodySubscriber tapped(BodySubscriber subscriber) {
    return subscriber != null && tap.wantsAnswer() // of null the JDK makes an exception
        ? tap.guarded(subscriber, original -> READING.make(original, this, tap))
        : subscriber;
  }

  Subscription tapped(Subscription subscription) {
    return tap.guarded(subscription, original -> DEMAND.make(original, tap));
  }

  private static @Nullable String requestId(HttpHeaders headers) {
    for (String name : REQUEST_IDS) {
      Optional<String> id = headers.firstValue(name);
      if (id.isPresent()) {
        return id.get();
      }
    }
    return null;
  }

  /** The thread leaves the client's method with that future, or throws. */
  @SuppressWarnings("FutureReturnValueIgnored") // what is done in the end cannot fail
  void left(@Nullable CompletableFuture<?> response, @Nullable Throwable thrown) {
    tap.leave();
    if (response != null) {
      response.whenComplete((answer, failure) -> ended(failure));
    } else if (thrown != null) {
      ended(thrown);
    }
  }

  private void ended(@Nullable Throwable thrown) {
    handedToApplication = true;
    Throwable why = thrown != null ? thrown : broken;
    if (why == null) {
      return; // the body was read, or is being read
    }
    sent.tellUnsent();
    if (why instanceof CancellationException || why.getCause() instanceof CancellationException) {
      tap.closed();
    } else {
      tap.failed(why);
    }
  }

  /**
   * The answer broke off. While the application waits for its future, that is what tells the
   * reason: after a {@code cancel} the body breaks off as well.
   */
  void brokeOff(Throwable thrown) {
    broken = thrown;
    if (handedToApplication) {
      tap.failed(thrown);
    }
  }

  /** The application's handler of the answer's head. */
  static final class Handler implements BodyHandler<Object> {
    private final BodyHandler<Object> handler;
    private final JavaHttpExchange exchange;

    Handler(BodyHandler<Object> handler, JavaHttpExchange exchange) {
      this.handler = handler;
      this.exchange = exchange;
    }

    @Override
    public BodySubscriber<Object> apply(ResponseInfo info) {
      exchange.answered(info);
      BodySubscriber<Object> subscriber = handler.apply(info);
      return exchange.tapped(subscriber);
    }
  }

  /** The application's subscriber to the answer's body. */
  static final class Reading implements BodySubscriber<Object>, Wrapper {
    private final BodySubscriber<Object> subscriber;
    private final JavaHttpExchange exchange;
    private final Tap tap;

    Reading(BodySubscriber<Object> subscriber, JavaHttpExchange exchange, Tap tap) {
      this.subscriber = subscriber;
      this.exchange = exchange;
      this.tap = tap;
    }

    @Override
    public CompletionStage<Object> getBody() {
      return subscriber.getBody();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(exchange.tapped(subscription));
    }

    /**
     * Copied first: once the application has the buffers, it may read and close on another thread.
     */
    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (int i = 0; i < buffers.size(); i++) {
        tap.bytes(buffers.get(i));
      }
      try {
        subscriber.onNext(buffers);
      } catch (Throwable thrown) {
        tap.closed(); // the JDK goes on no further
        throw thrown;
      }
    }

    @Override
    public void onError(Throwable thrown) {
      exchange.brokeOff(thrown);
      subscriber.onError(thrown);
    }

    @Override
    public void onComplete() {
      tap.end();
      subscriber.onComplete();
    }

    @Override
    public Object wrapped() {
      return subscriber;
    }
  }

  /** The application's demand, and its way to say that it wants no more. */
  static final class Demand implements Subscription {
    private final Subscription subscription;
    private final Tap tap;

    Demand(Subscription subscription, Tap tap) {
      this.subscription = subscription;
      this.tap = tap;
    }

    @Override
    public void request(long count) {
      subscription.request(count);
    }

    /** Told first: the JDK says that the answer broke off before it returns. */
    @Override
    public void cancel() {
      tap.closed();
      subscription.cancel();
    }
  }
}
