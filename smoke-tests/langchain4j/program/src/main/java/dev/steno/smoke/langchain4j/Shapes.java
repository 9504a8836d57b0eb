package dev.steno.smoke.langchain4j;

import java.util.Map;

/** Shapes that need the same of LangChain4j. */
@FunctionalInterface
public interface Shapes {
  /** Them by their names, in the order to tell of them. */
  Map<String, Shape> shapes();
}
