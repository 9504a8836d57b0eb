package dev.steno.instrumentation.springwebclient;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.Tap;
import dev.steno.instrumentation.springwebclient.Relays.Signals;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One exchange that was put together, and the calls that it becomes: one for each subscription. Of
 * headers, only those that a {@link Tap} is told are read.
 */
final class WebClientExchange {
  private static final String[] REQUEST_IDS = {
    "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id"
  };

  private final URI uri;

  /** Begun, and not answered: the first that has not sent its request is the next to do so. */
  private final Deque<Begun> begun = new ArrayDeque<>(1);

  WebClientExchange(URI uri) {
    this.uri = uri;
  }

  /** Whether a request to there may be a model call; else nothing of it is wrapped. */
  static boolean mayBegin(URI uri) {
    return Recorder.mayBegin(CallStart.http(SpringWebClient.NAME, uri, "POST", uri));
  }

  /** What the connector returns, with a call for each subscription. */
  Mono<ClientHttpResponse> tapped(Mono<ClientHttpResponse> response) {
    return Relays.mono(response, this::begin);
  }

  /** What the connector writes the request with; it may do so before the call begins. */
  Function<ClientHttpRequest, Mono<Void>> tapped(Function<ClientHttpRequest, Mono<Void>> writer) {
    return Wrappers.writer(writer, this);
  }

  private @Nullable Signals<ClientHttpResponse> begin() {
    // No object of the library is the request's on its whole way, and this one has no other use.
    CallStart start = CallStart.http(SpringWebClient.NAME, new Object(), "POST", uri);
    Tap tap = Recorder.begin(start, null);
    if (tap == null) {
      return null;
    }
    synchronized (begun) {
      begun.add(new Begun(tap, start));
    }
    return new CallSignals(this, tap);
  }

  private @Nullable Tap nextToSend() {
    synchronized (begun) {
      for (Begun next : begun) {
        if (next.tap().wantsRequest()) {
          return next.tap();
        }
      }
      return null;
    }
  }

  private @Nullable Begun current() {
    Tap tap = Recorder.current(SpringWebClient.NAME);
    synchronized (begun) {
      for (Begun next : begun) {
        if (next.tap() == tap) {
          return next;
        }
      }
      return null;
    }
  }

  private void ended(Tap tap) {
    synchronized (begun) {
      begun.removeIf(next -> next.tap() == tap);
    }
  }

  ClientHttpRequest tapped(ClientHttpRequest request) {
    return Wrappers.request(request, this);
  }

  /** The connector may go on with the call on another thread once the request is written. */
  Mono<Void> written(Mono<Void> written) {
    return Relays.mono(
        written,
        () -> {
          Begun current = current();
          return current == null ? null : new WrittenSignals(current.start());
        });
  }

  /** A connector sends a {@code Mono} in another way than a {@code Flux}. */
  @SuppressWarnings("unchecked")
  Publisher<DataBuffer> body(Publisher<? extends DataBuffer> body, ClientHttpRequest to) {
    return body instanceof Mono<? extends DataBuffer> one
        ? Relays.mono((Mono<DataBuffer>) one, () -> sending(to))
        : Relays.flux(Flux.from((Publisher<DataBuffer>) body), () -> sending(to));
  }

  /** The same, in groups, each of which is flushed. */
  @SuppressWarnings("unchecked")
  Publisher<Publisher<DataBuffer>> groups(
      Publisher<? extends Publisher<? extends DataBuffer>> groups, ClientHttpRequest to) {
    return Relays.flux(
        Flux.from((Publisher<Publisher<DataBuffer>>) groups),
        () -> {
          RequestSignals whole = sending(to);
          return whole == null ? null : new GroupSignals(whole);
        });
  }

  private @Nullable RequestSignals sending(ClientHttpRequest to) {
    Tap tap = nextToSend();
    if (tap == null) {
      return null;
    }
    tap.requestBegin(to.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE));
    return new RequestSignals(tap);
  }

  private static ClientHttpResponse answered(ClientHttpResponse response, Tap tap) {
    boolean wanted = tap.wantsAnswer();
    ClientHttpResponse seen = wanted ? Wrappers.response(response, tap) : response;
    HttpHeaders headers = response.getHeaders();
    tap.response(
        seen,
        Wrappers.status(response),
        headers.getFirst(HttpHeaders.CONTENT_TYPE),
        headers.getFirst(HttpHeaders.CONTENT_ENCODING),
        requestId(headers));
    return seen;
  }

  private static @Nullable String requestId(HttpHeaders headers) {
    for (String name : REQUEST_IDS) {
      String id = headers.getFirst(name);
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** Of the application's subscriptions only the first gets the body. */
  static Flux<DataBuffer> answer(Flux<DataBuffer> body, Tap tap, Object owner, AtomicBoolean read) {
    return tap.guarded(
        body,
        original ->
            Relays.flux(
                original, () -> read.getAndSet(true) ? null : new AnswerSignals(tap, owner)));
  }

  private record Begun(Tap tap, CallStart start) {}

  /** The subscription that is the call. */
  private static final class CallSignals implements Signals<ClientHttpResponse> {
    private final WebClientExchange exchange;
    private final Tap tap;
    private volatile boolean answered;

    CallSignals(WebClientExchange exchange, Tap tap) {
      this.exchange = exchange;
      this.tap = tap;
    }

    @Override
    public ClientHttpResponse next(ClientHttpResponse response) {
      answered = true;
      exchange.ended(tap);
      return tap.guarded(response, original -> answered(original, tap));
    }

    @Override
    public void failed(Throwable thrown) {
      exchange.ended(tap);
      tap.failed(thrown);
    }

    /** Of an answer that is there already, the body may be read even so. */
    @Override
    public void cancelled() {
      if (!answered) {
        exchange.ended(tap);
        tap.closed();
      }
    }

    @Override
    public void completed() {
      cancelled();
    }

    @Override
    public void subscribed() {
      tap.leave();
    }
  }

  /** The request was written: the thread that goes on is inside of the call too. */
  private record WrittenSignals(CallStart start) implements Signals<Void> {
    @Override
    public @Nullable Tap inside() {
      return Recorder.guarded(() -> Recorder.reenter(start));
    }
  }

  /** The request's body goes out. */
  private static final class RequestSignals implements Signals<DataBuffer> {
    private final Tap tap;

    RequestSignals(Tap tap) {
      this.tap = tap;
    }

    @Override
    public DataBuffer next(DataBuffer buffer) {
      return tap.guarded(buffer, this::told);
    }

    private DataBuffer told(DataBuffer buffer) {
      tap.requestBytes(buffer.asByteBuffer()); // a view: the buffer's positions stay
      return buffer;
    }

    @Override
    public void completed() {
      tap.requestEnd();
    }
  }

  /** It goes out in groups. */
  private static final class GroupSignals implements Signals<Publisher<DataBuffer>> {
    private final RequestSignals whole;

    GroupSignals(RequestSignals whole) {
      this.whole = whole;
    }

    @Override
    public Publisher<DataBuffer> next(Publisher<DataBuffer> group) {
      return Relays.guarded(
          group, original -> Relays.flux(Flux.from(original), () -> new PartSignals(whole)));
    }

    @Override
    public void completed() {
      whole.completed();
    }
  }

  /** One of those groups. */
  private static final class PartSignals implements Signals<DataBuffer> {
    private final RequestSignals whole;

    PartSignals(RequestSignals whole) {
      this.whole = whole;
    }

    @Override
    public DataBuffer next(DataBuffer buffer) {
      return whole.next(buffer);
    }
  }

  /** The application reads the answer. */
  private static final class AnswerSignals implements Signals<DataBuffer> {
    private final Tap tap;

    @SuppressWarnings("UnusedVariable") // held, as long as the body is being read
    private final Object owner;

    AnswerSignals(Tap tap, Object owner) {
      this.tap = tap;
      this.owner = owner;
    }

    @Override
    public DataBuffer next(DataBuffer buffer) {
      return tap.guarded(buffer, this::told);
    }

    private DataBuffer told(DataBuffer buffer) {
      tap.bytes(buffer.asByteBuffer()); // a view: the buffer's positions stay
      return buffer;
    }

    @Override
    public void completed() {
      tap.end();
    }

    @Override
    public void failed(Throwable thrown) {
      tap.failed(thrown);
    }

    @Override
    public void cancelled() {
      tap.closed();
    }
  }
}
