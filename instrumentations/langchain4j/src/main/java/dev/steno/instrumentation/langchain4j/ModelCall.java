package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.steno.agent.capture.Handoff;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call of a model that is being recorded, and what is to be told of it if no request was seen on
 * the wire.
 */
final class ModelCall {
  /** What only LangChain4j's own objects tell; asked when the call is over, and only if needed. */
  interface Facts {
    /** The path of OpenAI's API that does the same. */
    String endpoint();

    /** Who provides the model, as it says itself. */
    @Nullable ModelProvider provider();

    /** The request in the shape of OpenAI's API. */
    Map<String, Object> requestTree();

    /** The answer in that shape; {@code returned} is what the method gave, or its future. */
    @Nullable Map<String, Object> responseTree(Object returned);
  }

  /** The model that is called in a step; neither is held by this. */
  private static final Handoff<WeakReference<Object>> MODELS = new Handoff<>();

  private final Step step;
  private final Object model;
  private final Facts facts;

  private ModelCall(Step step, Object model, Facts facts) {
    this.step = step;
    this.model = model;
    this.facts = facts;
  }

  /** Null when this thread is in that call already: a model that calls itself is called once. */
  static @Nullable ModelCall begin(@Nullable Object model, @Nullable Object key, Facts facts) {
    if (model == null || key == null || isIn(model)) {
      return null;
    }
    Step step = Recorder.step(StepStart.of(Models.NAME, Kind.MODEL, key), null);
    if (step == null) {
      return null;
    }
    MODELS.put(step, new WeakReference<>(model));
    return new ModelCall(step, model, facts);
  }

  private static boolean isIn(Object model) {
    Step step = Recorder.innermost();
    WeakReference<Object> called = step == null ? null : MODELS.get(step);
    return called != null && called.get() == model;
  }

  Step step() {
    return step;
  }

  /** The method is left, and with it the call is over. */
  void left(@Nullable Object returned, @Nullable Throwable thrown) {
    step.leave();
    over(returned, thrown);
  }

  /** The method is left, and the call is over when the future is. */
  @SuppressWarnings("FutureReturnValueIgnored") // what hangs on it cannot fail
  void leftWith(@Nullable Object future, @Nullable Throwable thrown) {
    step.leave();
    if (future instanceof CompletableFuture<?> later) {
      later.whenComplete((returned, failure) -> over(returned, failure));
    } else {
      over(null, thrown);
    }
  }

  /** Ends the call with what it gave, or threw. */
  void over(@Nullable Object returned, @Nullable Throwable thrown) {
    overWith(() -> returned == null ? null : facts.responseTree(returned), thrown);
  }

  /** The same with an answer that is put together only if it is needed. */
  void overWith(Supplier<? extends @Nullable Object> response, @Nullable Throwable thrown) {
    tell(response);
    if (thrown == null) {
      step.end();
    } else if (thrown instanceof CancellationException) {
      step.cancelled();
    } else {
      Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
      step.failed(cause == null ? thrown : cause);
    }
  }

  /** The application gave up what was left of the answer, which is this until now. */
  void cancelled(Supplier<? extends @Nullable Object> soFar) {
    tell(soFar);
    step.cancelled();
  }

  private void tell(Supplier<? extends @Nullable Object> response) {
    if (!step.isBare()) {
      return;
    }
    step.tell(Fact.ENDPOINT, facts.endpoint());
    step.tell(Fact.PROVIDER, Recorder.guarded(() -> ModelProviders.of(model, facts.provider())));
    step.tell(Fact.REQUEST, Recorder.guarded(facts::requestTree));
    step.tell(Fact.RESPONSE, Recorder.guarded(response));
  }
}
