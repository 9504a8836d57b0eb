package dev.steno.smoke.langchain4j;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an application's own listeners hear of its models, in every version. */
public final class ListenerShapes implements Shapes {
  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("listened", ListenerShapes::listened);
    shapes.put("listened-refused", ListenerShapes::listened);
    shapes.put("stream-listened", ListenerShapes::streamed);
    return shapes;
  }

  private static void listened(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chatBuilder().listeners(List.of(new Listener(out))).build())
            .tools(new OrderTools())
            .build();
    out.fact("answer", assistant.ask(setting.says(TurnShapes.WHERE)));
  }

  private static void streamed(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    events
        .of(
            AiServices.builder(Assistants.Streaming.class)
                .streamingChatModel(
                    setting.streamingBuilder().listeners(List.of(new Listener(out))).build())
                .tools(new OrderTools())
                .build()
                .ask(setting.says(TurnShapes.WHERE)))
        .start();
    events.await();
  }

  private record Listener(Transcript out) implements ChatModelListener {
    @Override
    public void onRequest(ChatModelRequestContext request) {
      request.attributes().put("mine", request.chatRequest().messages().size());
      out.fact("listener hears a request of messages", request.chatRequest().messages().size());
      out.fact("  attributes", request.attributes());
      out.thread("  on");
    }

    @Override
    public void onResponse(ChatModelResponseContext response) {
      out.fact("listener hears a response", response.chatResponse().id());
      out.fact("  attributes", response.attributes());
      out.thread("  on");
    }

    @Override
    public void onError(ChatModelErrorContext error) {
      out.fact("listener hears an error", error.error().getClass().getName());
      out.fact("  attributes", error.attributes());
      out.thread("  on");
    }
  }
}
