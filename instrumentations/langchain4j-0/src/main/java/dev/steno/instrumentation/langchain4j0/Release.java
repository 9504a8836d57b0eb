package dev.steno.instrumentation.langchain4j0;

/**
 * Says whether the LangChain4j beside which this is loaded is one from before 1.0: much of what is
 * hooked here has the same name in newer ones, which have an instrumentation of their own.
 */
final class Release {
  static final boolean BEFORE_1 = has("dev.langchain4j.model.chat.ChatLanguageModel");

  private Release() {}

  private static boolean has(String type) {
    try {
      Class.forName(type, false, Release.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException newer) {
      return false;
    }
  }
}
