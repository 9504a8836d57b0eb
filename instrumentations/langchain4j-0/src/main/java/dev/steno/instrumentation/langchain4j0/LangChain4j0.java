package dev.steno.instrumentation.langchain4j0;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.List;

/** Records the turns, models, tools and retrievals of LangChain4j before 1.0. */
public final class LangChain4j0 implements Instrumentation {
  static final String NAME = "langchain4j";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    return List.of();
  }
}
