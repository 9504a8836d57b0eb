package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a service tells its listeners, if it has any or not; from 1.6 on. */
final class AiServicesEvents implements Interceptor {
  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    if (arguments[0] instanceof AiServiceStartedEvent event) {
      Step agent = Recorder.enclosing(Kind.AGENT);
      if (agent != null) {
        agent.tell(Fact.INPUT, AiServicesTexts.of(event.userMessage()));
        String id = event.invocationContext().invocationId().toString();
        agent.tell(Fact.PROPERTIES, Map.of("invocation_id", id));
      }
    } else if (arguments[0] instanceof AiServiceCompletedEvent) {
      AiServicesStream.answered();
    }
    return null;
  }
}
