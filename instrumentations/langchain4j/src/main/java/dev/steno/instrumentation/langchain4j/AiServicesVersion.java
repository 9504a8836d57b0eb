package dev.steno.instrumentation.langchain4j;

/** What the application's version of LangChain4j does for its AI services. */
final class AiServicesVersion {
  /** It tells its listeners of a complete answer before it tells the application; from 1.6 on. */
  static final boolean TELLS_COMPLETION =
      has("dev.langchain4j.observability.api.event.AiServiceCompletedEvent");

  /** It runs a service's default methods, and does not send them to the model; from 1.4 on. */
  static final boolean RUNS_DEFAULT_METHODS =
      has("dev.langchain4j.service.tool.ToolArgumentsErrorHandler"); // came with it

  private AiServicesVersion() {}

  private static boolean has(String type) {
    try {
      Class.forName(type, false, AiServicesVersion.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException older) {
      return false;
    }
  }
}
