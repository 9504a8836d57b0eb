package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.steno.agent.spi.Interceptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of chat models, whole and streamed. */
final class ChatModels {
  private static final String ENDPOINT = "/chat/completions";

  private ChatModels() {}

  /** {@code chat(ChatRequest)}, with options or without. */
  static final class Chat implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return begin(self, arguments);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof ModelCall call) {
        call.left(returned, thrown);
      }
      return returned;
    }
  }

  /** {@code chatAsync(ChatRequest)}, with options or without. */
  static final class ChatAsync implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return begin(self, arguments);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof ModelCall call) {
        call.leftWith(returned, thrown);
      }
      return returned;
    }
  }

  private static @Nullable ModelCall begin(@Nullable Object self, @Nullable Object[] arguments) {
    return self instanceof ChatModel model && arguments[0] instanceof ChatRequest request
        ? ModelCall.begin(model, request, new Whole(model, request))
        : null;
  }

  /** {@code chat(ChatRequest, StreamingChatResponseHandler)}. */
  static final class ChatStreamed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return beginStream(self, arguments, 1);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      leaveStream(state, thrown);
      return returned;
    }
  }

  /** The same with options, which there are from 1.13 on. */
  static final class ChatStreamedWithOptions implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return beginStream(self, arguments, 2);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      leaveStream(state, thrown);
      return returned;
    }
  }

  private static @Nullable Object beginStream(
      @Nullable Object self, @Nullable Object[] arguments, int position) {
    if (!(self instanceof StreamingChatModel model)
        || !(arguments[0] instanceof ChatRequest request)
        || !(arguments[position] instanceof StreamingChatResponseHandler handler)) {
      return null;
    }
    StreamedChat chat = StreamedChat.begin(model, request, handler, new Streamed(model, request));
    if (chat != null) {
      arguments[position] = chat.handler();
    }
    return chat;
  }

  private static void leaveStream(@Nullable Object state, @Nullable Throwable thrown) {
    if (state instanceof StreamedChat chat) {
      chat.left(thrown);
    }
  }

  /** Of an answer that comes at once. */
  private record Whole(ChatModel model, ChatRequest request) implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return model.provider();
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelChats.request(request, model.defaultRequestParameters(), false);
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof ChatResponse response ? ModelChats.response(response) : null;
    }
  }

  /** Of one that comes in pieces. */
  private record Streamed(StreamingChatModel model, ChatRequest request)
      implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return ENDPOINT;
    }

    @Override
    public @Nullable ModelProvider provider() {
      return model.provider();
    }

    @Override
    public Map<String, Object> requestTree() {
      ChatRequestParameters defaults = model.defaultRequestParameters();
      return ModelChats.request(request, defaults, true);
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof ChatResponse response ? ModelChats.response(response) : null;
    }
  }
}
