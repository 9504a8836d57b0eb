package dev.steno.instrumentation.okhttp;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.util.List;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import okio.Sink;
import org.jspecify.annotations.Nullable;

/**
 * Where OkHttp is hooked: around the chain of interceptors of one call, at each network request
 * that is made in it, and where a request's body goes out.
 *
 * <p>The signatures were read with javap in 3.12.13, 3.13.1, 3.14.9, 4.0.0, 4.3.1, 4.4.0, 4.12.0,
 * 5.0.0, 5.1.0, 5.3.2 and 5.5.1. Before 3.14 there is no {@code Exchange}: of a request only a body
 * that is in memory is known there.
 */
public final class OkHttp implements Instrumentation {
  static final String NAME = "okhttp";

  private static final String OLDER = "okhttp3.RealCall";
  private static final String NEWER = "okhttp3.internal.connection.RealCall";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<String> callback = List.of("okhttp3.Callback");
    return List.of(
        Hook.of(OLDER, "getResponseWithInterceptorChain", List.of(), Chain.class),
        Hook.of(NEWER, "getResponseWithInterceptorChain$okhttp", List.of(), Chain.class),
        Hook.of(OLDER, "enqueue", callback, HandOff.class),
        Hook.of(NEWER, "enqueue", callback, HandOff.class),
        Hook.of(
            "okhttp3.internal.http.CallServerInterceptor",
            "intercept",
            List.of("okhttp3.Interceptor$Chain"),
            NetworkRequest.class),
        Hook.of(
            "okhttp3.internal.connection.Exchange",
            "createRequestBody",
            List.of("okhttp3.Request", "boolean"),
            RequestBody.class));
  }

  /** A call, with what its interceptors make of it: retries, redirects, decompression. */
  static final class Chain implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof Call call ? OkHttpExchange.begin(call) : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (!(state instanceof OkHttpExchange exchange)) {
        return returned;
      }
      exchange.left(thrown);
      return returned == null ? null : exchange.tapped((Response) returned);
    }
  }

  /** A call that will run on a thread of the dispatcher. */
  static final class HandOff implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (self != null) {
        Recorder.handOff(self);
      }
      return null;
    }
  }

  /** One request on the network. */
  static final class NetworkRequest implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof okhttp3.Interceptor.Chain chain
          ? OkHttpExchange.networkRequest(chain)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof OkHttpExchange outer) {
        outer.resume();
      }
      return returned;
    }
  }

  /** Where a request's body is written to; not the one of a duplex call, which has no end. */
  static final class RequestBody implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return Boolean.FALSE.equals(arguments[1]) ? arguments[0] : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return state instanceof Request request && returned instanceof Sink sink
          ? OkHttpExchange.tapped(request, sink)
          : returned;
    }
  }
}
