package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolServiceContext;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Before 1.4, a service runs its tools in the middle of a loop, and one that is a lambda can be
 * seen nowhere. So the service is given another in its place, for one turn.
 */
final class ToolsLambdas implements Interceptor {
  private static final Unseen<ToolExecutor> EXECUTORS =
      Unseen.of(MethodHandles.lookup(), ToolExecutor.class, ToolsLambda.class);

  private static final boolean IS_OLD = isOld();

  private static boolean isOld() {
    for (Method method : ToolExecutor.class.getMethods()) {
      if (method.getName().equals("executeWithContext")) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("deprecation") // what those versions have
  @Override
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (!IS_OLD || !(returned instanceof ToolServiceContext context)) {
      return returned;
    }
    Map<String, ToolExecutor> executors = context.toolExecutors();
    Map<String, ToolExecutor> seen = new HashMap<>();
    boolean any = false;
    if (executors != null) {
      for (Map.Entry<String, ToolExecutor> each : executors.entrySet()) {
        ToolExecutor executor = each.getValue();
        boolean isLambda = executor != null && executor.getClass().isHidden();
        any |= isLambda;
        seen.put(each.getKey(), isLambda ? EXECUTORS.make(executor) : executor);
      }
    }
    return any ? new ToolServiceContext(context.toolSpecifications(), seen) : returned;
  }

  /** Never fails. */
  static @Nullable ToolsCall begin(ToolExecutionRequest request) {
    return Recorder.guarded(() -> ToolsCall.begin(request, true));
  }

  /** Never fails. */
  static void end(@Nullable ToolsCall call, @Nullable String text, @Nullable Throwable thrown) {
    Supplier<@Nullable Object> over =
        () -> {
          ToolsCall.end(call, text, thrown);
          return null;
        };
    Recorder.guarded(over);
  }
}
