package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.service.tool.ToolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a tool of the application's that is a lambda, before 1.4. Has no lambda itself,
 * which a hidden class may not.
 */
final class ToolsLambda implements ToolExecutor {
  private final ToolExecutor executor;

  ToolsLambda(ToolExecutor executor) {
    this.executor = executor;
  }

  @Override
  public String execute(ToolExecutionRequest request, @Nullable Object memoryId) {
    ToolsCall call = ToolsLambdas.begin(request);
    String text = null;
    Throwable thrown = null;
    try {
      text = executor.execute(request, memoryId);
      return text;
    } catch (Throwable failure) {
      thrown = failure;
      throw failure;
    } finally {
      ToolsLambdas.end(call, text, thrown);
    }
  }
}
