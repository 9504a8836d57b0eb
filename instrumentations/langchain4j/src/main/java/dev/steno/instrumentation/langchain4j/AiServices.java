package dev.steno.instrumentation.langchain4j;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.List;

/** Records the turns of LangChain4j's AI services, 1.0 and newer. */
public final class AiServices implements Instrumentation {
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
