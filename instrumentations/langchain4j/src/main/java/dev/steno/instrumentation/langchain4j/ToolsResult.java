package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.service.tool.ToolExecutionResult;
import org.jspecify.annotations.Nullable;

/** Reads the results of tools that are objects, as they are from 1.6 on. */
final class ToolsResult {
  /** Results that may be more than a text; from 1.13 on. */
  private static final boolean HAS_CONTENTS = hasContents();

  private ToolsResult() {}

  private static boolean hasContents() {
    try {
      return ToolExecutionResult.class.getMethod("resultContents") != null;
    } catch (NoSuchMethodException older) {
      return false;
    }
  }

  /**
   * What the model gets of it, in words.
   *
   * @param isRead whether the library will ask for it anyway: the first time, a text may be made of
   *     an object of the application's
   */
  static @Nullable String text(Object of, boolean isRead) {
    if (!(of instanceof ToolExecutionResult result)) {
      return null;
    }
    if (!isRead && result.result() != null) {
      return AiServicesTexts.ofScalar(result.result());
    }
    return HAS_CONTENTS ? AiServicesTexts.of(result.resultContents()) : result.resultText();
  }

  /** The error that it says it is, without having been thrown; null when it is none. */
  static @Nullable Throwable error(Object of, boolean isRead) {
    if (of instanceof ToolExecutionResult result && result.isError()) {
      return new ToolExecutionException(text(of, isRead));
    }
    return null;
  }
}
