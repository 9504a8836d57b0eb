package dev.steno.instrumentation.openai;

import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Tap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where OpenAI's Java client is hooked: the funnel through which every request of every service
 * goes, blocking and asynchronous, with its retries inside.
 *
 * <p>The four methods have the same signatures in 1.1.0, 2.8.1, 3.0.2, 4.0.0 and 4.100.0 (read with
 * javap); the attempts of an asynchronous call have another name in 4.100.0.
 */
public final class OpenAi implements Instrumentation {
  static final String NAME = "openai-java";

  private static final String FUNNEL = "com.openai.core.http.RetryingHttpClient";
  private static final String REQUEST = "com.openai.core.http.HttpRequest";
  private static final String OPTIONS = "com.openai.core.RequestOptions";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<String> call = List.of(REQUEST, OPTIONS);
    List<String> again =
        List.of("boolean", FUNNEL, "kotlin.jvm.internal.Ref$IntRef", REQUEST, OPTIONS);
    return List.of(
        Hook.of(FUNNEL, "execute", call, Execute.class),
        Hook.of(FUNNEL, "executeAsync", call, ExecuteAsync.class),
        Hook.of(FUNNEL, "executeAsync$executeWithRetries", again, Again.class),
        Hook.of(FUNNEL, "executeAsyncInternal$executeWithRetries", again, Again.class),
        Hook.of(FUNNEL, "setRetryCountHeader", List.of(REQUEST, "int"), Attempt.class),
        Hook.of(OPTIONS, "applyDefaults", List.of(OPTIONS), HandOff.class));
  }

  /** A blocking call. */
  static final class Execute implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return OpenAiExchange.begin((HttpRequest) arguments[0], arguments[1]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (!(state instanceof OpenAiExchange exchange)) {
        return returned;
      }
      exchange.left(thrown);
      return returned == null ? null : exchange.tapped((HttpResponse) returned);
    }
  }

  /** An asynchronous call, mostly on another thread than the one that asked for it. */
  static final class ExecuteAsync implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return OpenAiExchange.begin((HttpRequest) arguments[0], arguments[1]);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (!(state instanceof OpenAiExchange exchange)) {
        return returned;
      }
      exchange.left(thrown);
      return returned == null ? null : exchange.tapped((CompletableFuture<HttpResponse>) returned);
    }
  }

  /**
   * Each attempt of an asynchronous call: those after the first go out on another thread, and are
   * to be known to the HTTP client below as the same call.
   */
  static final class Again implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[3] instanceof HttpRequest request ? OpenAiExchange.again(request) : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Tap tap) {
        tap.leave();
      }
      return returned;
    }
  }

  /** Each attempt of a call, with the number of those before it. */
  static final class Attempt implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (arguments[1] instanceof Integer before && before > 0) {
        Recorder.attempt(OpenAiExchange.key((HttpRequest) arguments[0]), before + 1);
      }
      return null;
    }
  }

  /**
   * The options of each call, made on the thread that asks for it and passed on to the funnel:
   * always a new object, even for asynchronous calls, which change threads in between.
   */
  static final class HandOff implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (returned != null) {
        Recorder.handOff(returned);
      }
      return returned;
    }
  }
}
