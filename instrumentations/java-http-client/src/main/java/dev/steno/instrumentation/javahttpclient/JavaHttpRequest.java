package dev.steno.instrumentation.javahttpclient;

import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import dev.steno.instrumentation.javahttpclient.JavaHttpClient.Wrapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How the body of one request is seen on its way out. */
@SuppressWarnings({"rawtypes", "unchecked"}) // a hidden class has no type parameters
final class JavaHttpRequest {
  private static final Unseen<HttpRequest> REQUEST =
      JavaHttpExchange.unseen(HttpRequest.class, Request.class);
  private static final Unseen<BodyPublisher> PUBLISHER =
      JavaHttpExchange.unseen(BodyPublisher.class, Publisher.class);
  private static final Unseen<Subscriber> SENDING =
      JavaHttpExchange.unseen(Subscriber.class, Sending.class);

  /** Publishers that copy from memory, as often as they are asked. */
  private static final List<String> IN_MEMORY =
      List.of(
          "jdk.internal.net.http.RequestPublishers$ByteArrayPublisher",
          "jdk.internal.net.http.RequestPublishers$StringPublisher");

  private final Tap tap;
  private final @Nullable String contentType;
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile @Nullable BodyPublisher unsent;

  JavaHttpRequest(Tap tap, @Nullable String contentType) {
    this.tap = tap;
    this.contentType = contentType;
  }

  /** What the JDK is to read in place of the request: the same, with a body that is tapped. */
  HttpRequest tapped(HttpRequest request) {
    return tap.wantsRequest()
        ? tap.guarded(request, original -> REQUEST.make(original, this))
        : request;
  }

  Optional<BodyPublisher> tapped(Optional<BodyPublisher> publisher) {
    return tap.guarded(
        publisher,
        original -> {
          unsent = original.orElse(null);
          return original.map(body -> PUBLISHER.make(body, this));
        });
  }

  /** The JDK sends the body: for the first time, or after a redirect, a 401, a lost connection. */
  Subscriber<? super ByteBuffer> sent(Subscriber<? super ByteBuffer> subscriber) {
    unsent = null;
    tap.attempt(attempts.incrementAndGet());
    if (!tap.wantsRequest()) {
      return subscriber;
    }
    tap.requestBegin(contentType);
    return tap.guarded((Subscriber) subscriber, original -> SENDING.make(original, tap));
  }

  /** There was no connection to send the body to: what can be read from memory is. */
  void tellUnsent() {
    BodyPublisher body = unsent;
    unsent = null;
    if (body != null && IN_MEMORY.contains(body.getClass().getName()) && tap.wantsRequest()) {
      tap.guarded(
          body,
          publisher -> {
            publisher.subscribe(new Copying(tap, contentType));
            return publisher;
          });
    }
  }

  /** Takes a copy of a body that was never sent. */
  private static final class Copying implements Subscriber<ByteBuffer> {
    private final Tap tap;
    private final @Nullable String contentType;

    Copying(Tap tap, @Nullable String contentType) {
      this.tap = tap;
      this.contentType = contentType;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      tap.requestBegin(contentType);
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      tap.requestBytes(bytes);
    }

    @Override
    public void onError(Throwable thrown) {}

    @Override
    public void onComplete() {
      tap.requestEnd();
    }
  }

  /** The application's request, but for its body; the JDK makes a copy of either. */
  static final class Request extends HttpRequest {
    private final HttpRequest request;
    private final JavaHttpRequest sent;

    Request(HttpRequest request, JavaHttpRequest sent) {
      this.request = request;
      this.sent = sent;
    }

    @Override
    public Optional<BodyPublisher> bodyPublisher() {
      return sent.tapped(request.bodyPublisher());
    }

    @Override
    public String method() {
      return request.method();
    }

    @Override
    public Optional<Duration> timeout() {
      return request.timeout();
    }

    @Override
    public boolean expectContinue() {
      return request.expectContinue();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public Optional<HttpClient.Version> version() {
      return request.version();
    }

    @Override
    public HttpHeaders headers() {
      return request.headers();
    }

    @Override
    public String toString() {
      return request.toString();
    }
  }

  /** The application's publisher, subscribed when and as often as the JDK does. */
  static final class Publisher implements BodyPublisher, Wrapper {
    private final BodyPublisher publisher;
    private final JavaHttpRequest sent;

    Publisher(BodyPublisher publisher, JavaHttpRequest sent) {
      this.publisher = publisher;
      this.sent = sent;
    }

    @Override
    public long contentLength() {
      return publisher.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
      publisher.subscribe(sent.sent(subscriber));
    }

    @Override
    public Object wrapped() {
      return publisher;
    }
  }

  /** The JDK's side of a body that goes out; its demand goes to the publisher directly. */
  static final class Sending implements Subscriber<ByteBuffer> {
    private final Subscriber<ByteBuffer> subscriber;
    private final Tap tap;

    Sending(Subscriber<ByteBuffer> subscriber, Tap tap) {
      this.subscriber = subscriber;
      this.tap = tap;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(subscription);
    }

    /** Copied first: the JDK empties the buffer. */
    @Override
    public void onNext(ByteBuffer bytes) {
      tap.requestBytes(bytes);
      subscriber.onNext(bytes);
    }

    @Override
    public void onError(Throwable thrown) {
      subscriber.onError(thrown);
    }

    /** Told first: with the body's end goes what the answer may come to. */
    @Override
    public void onComplete() {
      tap.requestEnd();
      subscriber.onComplete();
    }
  }
}
