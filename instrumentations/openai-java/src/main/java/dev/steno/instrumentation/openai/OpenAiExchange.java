package dev.steno.instrumentation.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One request of the client and its response: how they are read. Of headers, only three. */
final class OpenAiExchange {
  private static final Unseen<HttpResponse> TAPPED =
      Unseen.of(MethodHandles.lookup(), HttpResponse.class, TappedResponse.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<BiConsumer> ANSWERED =
      Unseen.of(MethodHandles.lookup(), BiConsumer.class, Answered.class);

  private static final int FIRST_ERROR_STATUS = 400;

  /** The one service that gives the application the response itself, by its class. */
  private static final String SPEECH = "/audio/speech";

  /** Most applications call one server: its URL is read once. */
  private static volatile Server lastServer = Server.NONE_YET;

  private final Tap tap;
  private final boolean handedOver;

  private OpenAiExchange(Tap tap, boolean handedOver) {
    this.tap = tap;
    this.handedOver = handedOver;
  }

  /**
   * Begins the record of a request and copies its body, unless that can be written only once.
   *
   * @return null when it is not to be recorded
   */
  static @Nullable OpenAiExchange begin(HttpRequest request, @Nullable Object options) {
    CallStart start = start(request);
    Tap tap = Recorder.begin(start, options);
    if (tap == null) {
      return null;
    }
    HttpRequestBody body = request.body();
    if (body != null && body.repeatable()) {
      tap.request(body.contentType(), body::writeTo);
    } else {
      tap.requestUnseen();
    }
    return new OpenAiExchange(tap, start.path().endsWith(SPEECH));
  }

  private static CallStart start(HttpRequest request) {
    Server server = server(request);
    return new CallStart(
        OpenAi.NAME,
        Layer.SDK,
        key(request),
        request.method().name(),
        path(request),
        server.host(),
        server.port());
  }

  /** Another attempt at that request begins, maybe on another thread than the first. */
  static @Nullable Tap again(HttpRequest request) {
    return Recorder.reenter(start(request));
  }

  /** This thread leaves the client's method, which threw that if it is not null. */
  void left(@Nullable Throwable thrown) {
    tap.leave();
    if (thrown != null) {
      tap.failed(thrown);
    }
  }

  /** The body is the one object that a request keeps through its retries. */
  static Object key(HttpRequest request) {
    HttpRequestBody body = request.body();
    return body == null ? request : body;
  }

  private static String path(HttpRequest request) {
    List<String> segments = request.pathSegments();
    StringBuilder path = new StringBuilder(32);
    for (int i = 0; i < segments.size(); i++) {
      path.append('/').append(segments.get(i));
    }
    return path.toString();
  }

  /** Only a version 2 or newer knows the base URL in its requests. */
  @SuppressWarnings("ReferenceEquality") // one object says "not told"
  private static Server server(HttpRequest request) {
    Server last = lastServer;
    if (last == Server.NOT_TOLD) {
      return last;
    }
    try {
      String url = request.baseUrl();
      if (!last.url().equals(url)) {
        last = Server.of(url);
      }
    } catch (NoSuchMethodError older) {
      last = Server.NOT_TOLD;
    }
    lastServer = last;
    return last;
  }

  /** The response to give to the client's services in place of this one. */
  HttpResponse tapped(HttpResponse response) {
    boolean unseen = handedOver && response.statusCode() < FIRST_ERROR_STATUS;
    HttpResponse tapped = unseen ? response : TAPPED.make(response, tap);
    Headers headers = response.headers();
    tap.response(
        tapped,
        response.statusCode(),
        first(headers, "content-type"),
        first(headers, "content-encoding"),
        first(headers, "x-request-id"));
    if (unseen) {
      tap.handedOver();
    }
    return tapped;
  }

  private static @Nullable String first(Headers headers, String name) {
    List<String> values = headers.values(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /**
   * A future that ends as the client's does, on the same thread and with the same exception, which
   * {@code thenApply} would wrap.
   */
  @SuppressWarnings({"FutureReturnValueIgnored", "unchecked"}) // neither callback can fail
  CompletableFuture<HttpResponse> tapped(CompletableFuture<HttpResponse> response) {
    CompletableFuture<HttpResponse> tapped = new CompletableFuture<>();
    UnaryOperator<HttpResponse> wrap = this::tapped;
    response.whenComplete((BiConsumer<HttpResponse, Throwable>) ANSWERED.make(tapped, tap, wrap));
    tapped.whenComplete(
        (answer, thrown) -> {
          if (thrown instanceof CancellationException) {
            response.cancel(true);
          }
        });
    return tapped;
  }

  /** Ends the future that the application waits for: what it has attached to that runs in here. */
  static final class Answered implements BiConsumer<HttpResponse, Throwable> {
    private final CompletableFuture<HttpResponse> tapped;
    private final Tap tap;
    private final UnaryOperator<HttpResponse> wrap;

    Answered(CompletableFuture<HttpResponse> tapped, Tap tap, UnaryOperator<HttpResponse> wrap) {
      this.tapped = tapped;
      this.tap = tap;
      this.wrap = wrap;
    }

    @Override
    public void accept(@Nullable HttpResponse answer, @Nullable Throwable thrown) {
      if (thrown != null) {
        tap.failed(thrown);
        tapped.completeExceptionally(thrown);
      } else {
        tapped.complete(answer == null ? null : tap.guarded(answer, wrap));
      }
    }
  }

  /**
   * The client's response, with a body that is tapped; a hidden class, so that no trace shows it.
   */
  static final class TappedResponse implements HttpResponse {
    private final HttpResponse response;
    private final Tap tap;
    private @Nullable InputStream body;
    private @Nullable InputStream tappedBody;

    TappedResponse(HttpResponse response, Tap tap) {
      this.response = response;
      this.tap = tap;
    }

    @Override
    public int statusCode() {
      return response.statusCode();
    }

    @Override
    public Headers headers() {
      return response.headers();
    }

    @Override
    public Optional<String> requestId() {
      return response.requestId();
    }

    @Override
    public InputStream body() {
      return tapped(response.body()); // which may wait, and is not to be waited for under a lock
    }

    private synchronized InputStream tapped(InputStream current) {
      InputStream known = tappedBody;
      if (known != null && current == body) {
        return known;
      }
      InputStream tapped = tap.body(current, this);
      body = current;
      tappedBody = tapped;
      return tapped;
    }

    @Override
    public void close() {
      try {
        response.close();
      } finally {
        tap.closed();
      }
    }
  }

  /** The server that a base URL names. */
  private record Server(String url, @Nullable String host, @Nullable Integer port) {
    static final Server NONE_YET = new Server("", null, null);
    static final Server NOT_TOLD = new Server("", null, null);

    static Server of(String url) {
      try {
        URI uri = new URI(url);
        int standard = "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
        return new Server(url, uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
      } catch (URISyntaxException unreadable) {
        return new Server(url, null, null);
      }
    }
  }
}
