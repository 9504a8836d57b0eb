package dev.steno.instrumentation.okhttp;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.Set;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.ByteString;
import okio.Okio;
import okio.Sink;
import org.jspecify.annotations.Nullable;

/** One call and its response: how they are read. Of headers, only those named here. */
final class OkHttpExchange {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String CONTENT_ENCODING = "Content-Encoding";

  private static final String[] REQUEST_IDS = {
    "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id"
  };

  /** What a body of OkHttp's own holds when all of it is in memory. */
  private static final Set<Class<?>> IN_MEMORY =
      Set.of(MediaType.class, ByteString.class, byte[].class, int.class);

  /**
   * The recorded call that this thread is inside of: unlike the recorder, it knows when a request
   * is another call's, which is made inside of that one and not recorded.
   */
  private static final ThreadLocal<OkHttpExchange> CURRENT = new ThreadLocal<>();

  private final Call call;
  private final Tap tap;
  private final @Nullable OkHttpExchange outer;
  private int networkRequests;

  private OkHttpExchange(Call call, Tap tap, @Nullable OkHttpExchange outer) {
    this.call = call;
    this.tap = tap;
    this.outer = outer;
  }

  /** Begins the record of a call, or returns null when it is not to be recorded. */
  static @Nullable OkHttpExchange begin(Call call) {
    Request request = call.request();
    String method = request.method();
    if (!"POST".equals(method)) {
      return null;
    }
    HttpUrl url = request.url();
    Tap tap =
        Recorder.begin(
            new CallStart(
                OkHttp.NAME, Layer.HTTP, call, method, url.encodedPath(), url.host(), url.port()),
            call);
    if (tap == null) {
      return null;
    }
    OkHttpExchange exchange = new OkHttpExchange(call, tap, CURRENT.get());
    CURRENT.set(exchange);
    return exchange;
  }

  /**
   * A network request begins on this thread.
   *
   * @return null when it is one of the recorded call; else what {@link #resume} is to be called on
   *     when it is over, if there is a recorded call around it
   */
  static @Nullable OkHttpExchange networkRequest(Interceptor.Chain chain) {
    OkHttpExchange current = CURRENT.get();
    if (current == null) {
      return null;
    }
    if (chain.call() == current.call) {
      current.networkRequests++;
      current.tap.attempt(current.networkRequests);
      return null;
    }
    CURRENT.remove();
    return current;
  }

  /** This thread is back in this call. */
  void resume() {
    CURRENT.set(this);
  }

  /** What a request's body is to be written to in place of that. */
  static Sink tapped(Request request, Sink sink) {
    OkHttpExchange current = CURRENT.get();
    if (current == null
        || !current.tap.wantsRequest()
        || request.header(CONTENT_ENCODING) != null) {
      return sink;
    }
    OutputStream told =
        current.tap.requestBody(request.header(CONTENT_TYPE), OutputStream.nullOutputStream());
    return Tapped.sink(sink, current.tap, told);
  }

  /** This thread leaves the call, which threw that if it is not null. */
  void left(@Nullable Throwable thrown) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    tap.leave();
    RequestBody body = call.request().body();
    if (body != null && tap.wantsRequest() && isInMemory(body)) {
      tap.guarded(body, this::told);
    }
    if (thrown != null) {
      ended(call, tap, thrown);
    }
  }

  /** A body made of a text or of bytes, which can be written any number of times. */
  private static boolean isInMemory(RequestBody body) {
    if (!body.getClass().getName().startsWith("okhttp3.RequestBody$")) {
      return false;
    }
    for (Field field : body.getClass().getDeclaredFields()) {
      if (!IN_MEMORY.contains(field.getType())) {
        return false;
      }
    }
    return true;
  }

  /** Tells a body that nobody saw go out: there was no connection for it, or another thread's. */
  private RequestBody told(RequestBody body) {
    MediaType type = body.contentType();
    String contentType = type == null ? call.request().header(CONTENT_TYPE) : type.toString();
    OutputStream told = tap.requestBody(contentType, OutputStream.nullOutputStream());
    try (BufferedSink sink = Okio.buffer(Okio.sink(told))) {
      body.writeTo(sink);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return body;
  }

  /** What is thrown after the application cancelled the call is no error, but a timeout is one. */
  static void ended(Call call, Tap tap, Throwable thrown) {
    if (call.isCanceled() && !(thrown instanceof InterruptedIOException)) {
      tap.closed();
    } else {
      tap.failed(thrown);
    }
  }

  /** The response to give to the application in place of this one. */
  Response tapped(Response response) {
    ResponseBody body = response.body();
    Response tapped = response;
    Object handle = response;
    if (body != null && tap.wantsAnswer()) {
      ResponseBody tappedBody = Tapped.body(body, call, tap);
      tapped = response.newBuilder().body(tappedBody).build();
      handle = tappedBody;
    }
    tap.response(
        handle,
        response.code(),
        response.header(CONTENT_TYPE),
        response.header(CONTENT_ENCODING),
        requestId(response));
    return tapped;
  }

  private static @Nullable String requestId(Response response) {
    for (String name : REQUEST_IDS) {
      String id = response.header(name);
      if (id != null) {
        return id;
      }
    }
    return null;
  }
}
