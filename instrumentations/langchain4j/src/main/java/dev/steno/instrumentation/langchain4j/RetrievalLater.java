package dev.steno.instrumentation.langchain4j;

import dev.steno.agent.spi.Step;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A retrieval that gives a future. */
final class RetrievalLater {
  private RetrievalLater() {}

  /** Whether it can: if not, the library asks in the other way after that. */
  static boolean has(@Nullable Object self, String method, Class<?> parameter) {
    try {
      return self != null
          && !self.getClass().getMethod(method, parameter).getDeclaringClass().isInterface();
    } catch (NoSuchMethodException impossible) {
      return false;
    }
  }

  /** The method is left, and the retrieval is over when the future is. */
  @SuppressWarnings("FutureReturnValueIgnored") // what hangs on it cannot fail
  static void left(@Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (!(state instanceof Step step)) {
      return;
    }
    step.leave();
    if (returned instanceof CompletableFuture<?> later) {
      later.whenComplete((found, failure) -> over(step, found, failure));
    } else {
      Retrieval.over(step, null, thrown);
    }
  }

  private static void over(Step step, @Nullable Object found, @Nullable Throwable failure) {
    if (failure instanceof CancellationException) {
      step.cancelled();
    } else {
      Retrieval.over(step, found, failure);
    }
  }
}
