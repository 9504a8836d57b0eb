package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.steno.agent.spi.Interceptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of chat models with a request of its own type, since 0.36. */
final class ChatRequests implements Interceptor, ModelCall.BareFacts {
  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    return ModelCall.begin(self, arguments);
  }

  @Override
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    ModelCall.over(state, returned, thrown, this);
    return returned;
  }

  @Override
  public String endpoint() {
    return "/chat/completions";
  }

  @Override
  public Map<String, Object> request(@Nullable Object[] arguments) {
    ChatRequest request = (ChatRequest) arguments[0];
    return Bare.chat(request.messages(), request.toolSpecifications());
  }

  @Override
  public Map<String, Object> response(Object returned) {
    ChatResponse response = (ChatResponse) returned;
    return Bare.answer(response.aiMessage(), response.tokenUsage(), response.finishReason());
  }
}
