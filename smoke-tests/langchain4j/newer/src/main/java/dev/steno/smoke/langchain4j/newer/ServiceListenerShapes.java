package dev.steno.smoke.langchain4j.newer;

import dev.langchain4j.observability.api.event.AiServiceCompletedEvent;
import dev.langchain4j.observability.api.event.AiServiceErrorEvent;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.langchain4j.observability.api.event.InputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.OutputGuardrailExecutedEvent;
import dev.langchain4j.observability.api.event.ToolExecutedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.langchain4j.Assistants;
import dev.steno.smoke.langchain4j.Events;
import dev.steno.smoke.langchain4j.OrderTools;
import dev.steno.smoke.langchain4j.Setting;
import dev.steno.smoke.langchain4j.Shape;
import dev.steno.smoke.langchain4j.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an application's own listeners hear of its AI services. */
public final class ServiceListenerShapes implements Shapes {
  private static final List<Class<? extends AiServiceEvent>> EVENTS =
      List.of(
          AiServiceStartedEvent.class,
          AiServiceResponseReceivedEvent.class,
          AiServiceCompletedEvent.class,
          AiServiceErrorEvent.class,
          ToolExecutedEvent.class,
          InputGuardrailExecutedEvent.class,
          OutputGuardrailExecutedEvent.class);

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("service-listened", ServiceListenerShapes::listened);
    shapes.put("service-listened-refused", ServiceListenerShapes::listened);
    shapes.put("stream-service-listened", ServiceListenerShapes::streamed);
    return shapes;
  }

  private static void listened(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .tools(new OrderTools())
            .registerListeners(listeners(out))
            .build();
    out.fact("answer", assistant.ask(setting.says("Where is my parcel?")));
  }

  private static void streamed(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    events
        .of(
            AiServices.builder(Assistants.Streaming.class)
                .streamingChatModel(setting.streaming())
                .tools(new OrderTools())
                .registerListeners(listeners(out))
                .build()
                .ask(setting.says("Where is my parcel?")))
        .start();
    events.await();
  }

  /** One that tells of each kind of event. */
  static List<AiServiceListener<?>> listeners(Transcript out) {
    return EVENTS.stream().<AiServiceListener<?>>map(type -> new Listener<>(type, out)).toList();
  }

  private record Listener<T extends AiServiceEvent>(Class<T> type, Transcript out)
      implements AiServiceListener<T> {
    @Override
    public Class<T> getEventClass() {
      return type;
    }

    @Override
    public void onEvent(T event) {
      out.fact(
          "listener hears",
          type.getSimpleName()
              + " of "
              + event.invocationContext().methodName()
              + event.invocationContext().methodArguments());
      out.thread("  on");
    }
  }
}
