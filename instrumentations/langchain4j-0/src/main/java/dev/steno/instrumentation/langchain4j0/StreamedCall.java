package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.output.Response;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model that streams its answer. What is told here before the handler is, never
 * throws.
 */
final class StreamedCall {
  private static final int MOST_TEXT = 1 << 20;

  private final Object model;
  private final @Nullable Object[] arguments;
  private final StringBuilder partial = new StringBuilder();
  private volatile @Nullable Step step;

  StreamedCall(Object model, @Nullable Object[] arguments) {
    this.model = model;
    this.arguments = arguments;
  }

  void begun(Step newStep) {
    step = newStep;
  }

  /** The thread leaves the model's method, which threw that if it is not null. */
  void left(@Nullable Throwable thrown) {
    Step current = step;
    if (current != null) {
      current.leave();
      if (thrown != null) {
        over(current, null, thrown);
      }
    }
  }

  /**
   * A piece of the answer came; its handler is to run in what encloses the call.
   *
   * @param carrier the handler that the model knows
   * @return what leaves that again, or null
   */
  @Nullable Runnable next(Object carrier, @Nullable String token) {
    return told(
        carrier,
        current -> {
          current.chunk();
          synchronized (partial) {
            if (token != null && current.isBare() && partial.length() < MOST_TEXT) {
              partial.append(token);
            }
          }
        });
  }

  /** The whole answer came. */
  @Nullable Runnable completed(Object carrier, @Nullable Response<?> response) {
    return told(carrier, current -> over(current, response, null));
  }

  /** The model failed. */
  @Nullable Runnable failed(Object carrier, Throwable error) {
    return told(carrier, current -> over(current, null, error));
  }

  static void out(@Nullable Runnable out) {
    if (out != null) {
      out.run();
    }
  }

  private interface Telling {
    void tell(Step step);
  }

  private @Nullable Runnable told(Object carrier, Telling telling) {
    Supplier<@Nullable Runnable> tell =
        () -> {
          Step current = step;
          if (current != null) {
            telling.tell(current);
          }
          return null;
        };
    Recorder.<Runnable>guarded(tell);
    Supplier<@Nullable Runnable> inside = () -> Recorder.inside(carrier);
    return Recorder.<Runnable>guarded(inside);
  }

  private void over(Step current, @Nullable Response<?> response, @Nullable Throwable thrown) {
    try {
      if (current.isBare()) {
        tell(current, response);
      }
    } finally {
      if (thrown != null) {
        current.failed(thrown);
      } else {
        current.end();
      }
    }
  }

  private void tell(Step current, @Nullable Response<?> response) {
    current.tell(Fact.ENDPOINT, "/chat/completions");
    current.tell(Fact.PROVIDER, Providers.of(model));
    Map<String, Object> request =
        Bare.chat((List<?>) arguments[0], arguments.length > 2 ? arguments[1] : null);
    request.put("stream", true);
    current.tell(Fact.REQUEST, request);
    String text;
    synchronized (partial) {
      text = partial.toString();
    }
    if (response != null) {
      AiMessage message = response.content() instanceof AiMessage answer ? answer : said(text);
      current.tell(
          Fact.RESPONSE, Bare.answer(message, response.tokenUsage(), response.finishReason()));
    } else if (!text.isEmpty()) {
      current.tell(Fact.RESPONSE, Bare.answer(said(text), null, null));
    }
  }

  private static @Nullable AiMessage said(String text) {
    return text.isEmpty() ? null : new AiMessage(text);
  }
}
