package dev.steno.instrumentation.langchain4jagentic;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.List;

/** Records the invocations of LangChain4j's agents. */
public final class Agents implements Instrumentation {
  static final String NAME = "langchain4j-agentic";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    return List.of();
  }
}
