package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.regex.Pattern;

/** Chat models that an application wrote itself, and that send nothing. */
final class LocalChatModels {
  static final String ANSWER = "Paris is the capital of France – voilà 🗼.";

  private LocalChatModels() {}

  static ChatResponse response(AiMessage message, FinishReason reason) {
    return ChatResponse.builder()
        .id("local-1")
        .modelName("echo-1-small")
        .aiMessage(message)
        .tokenUsage(new TokenUsage(80, 25))
        .finishReason(reason)
        .build();
  }

  /** Whether the last message says that. */
  static boolean says(ChatRequest request, String word) {
    List<ChatMessage> messages = request.messages();
    return messages.get(messages.size() - 1) instanceof UserMessage user
        && user.hasSingleText()
        && user.singleText().contains("[" + word);
  }

  /** Does what LangChain4j asks of a model: {@code doChat}. */
  static class EchoChatModel implements ChatModel {
    private final List<ChatModelListener> listeners;

    EchoChatModel(Calls calls) {
      listeners = List.of(new Listening(calls));
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      if (says(request, "throws")) {
        throw new IllegalStateException("thrown by the model");
      }
      if (says(request, "tool")) {
        ToolExecutionRequest tool =
            ToolExecutionRequest.builder()
                .id("call_7")
                .name("get_weather")
                .arguments("{\"city\":\"Paris\"}")
                .build();
        return response(AiMessage.from(tool), FinishReason.TOOL_EXECUTION);
      }
      return response(AiMessage.from(ANSWER), FinishReason.STOP);
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
      return DefaultChatRequestParameters.builder().modelName("echo-1").temperature(0.5).build();
    }

    @Override
    public List<ChatModelListener> listeners() {
      return listeners;
    }
  }

  /** Overrides {@code chat} itself, as some providers do. */
  static class ParrotChatModel implements ChatModel {
    @Override
    public ChatResponse chat(ChatRequest request) {
      return response(AiMessage.from(ANSWER), FinishReason.LENGTH);
    }
  }

  /** Overrides it once more. */
  static final class GreyParrotChatModel extends ParrotChatModel {
    @Override
    public ChatResponse chat(ChatRequest request) {
      return super.chat(request);
    }
  }

  /** Passes on to another model, with another request. */
  static final class PoliteChatModel implements ChatModel {
    private final ChatModel model;

    PoliteChatModel(ChatModel model) {
      this.model = model;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
      return model.chat(
          ChatRequest.builder()
              .messages(request.messages())
              .parameters(request.parameters())
              .build());
    }
  }

  /** Streams word by word, on a thread of its own or not. */
  static final class RiverStreamingChatModel implements StreamingChatModel {
    private final boolean onOwnThread;
    private final List<ChatModelListener> listeners;

    RiverStreamingChatModel(Calls calls, boolean onOwnThread) {
      this.onOwnThread = onOwnThread;
      this.listeners = List.of(new Listening(calls));
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
      if (says(request, "stream-throws")) {
        throw new IllegalStateException("thrown by the model");
      }
      if (onOwnThread) {
        new Thread(() -> flow(request, handler), "river").start();
      } else {
        flow(request, handler);
      }
    }

    private static void flow(ChatRequest request, StreamingChatResponseHandler handler) {
      List<String> words = Pattern.compile("(?= )").splitAsStream(ANSWER).toList();
      try {
        for (int i = 0; i < words.size(); i++) {
          if (i == 2 && says(request, "stream-error")) {
            handler.onError(new IllegalStateException("told by the model"));
            return;
          }
          handler.onPartialResponse(words.get(i));
        }
      } catch (RuntimeException thrown) {
        handler.onError(thrown);
        return;
      }
      handler.onCompleteResponse(response(AiMessage.from(ANSWER), FinishReason.STOP));
    }

    @Override
    public List<ChatModelListener> listeners() {
      return listeners;
    }
  }

  /** Prints what LangChain4j tells of a model. */
  private record Listening(Calls calls) implements ChatModelListener {
    @Override
    public void onRequest(ChatModelRequestContext context) {
      calls.print("listener: request " + context.chatRequest());
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
      calls.print("listener: response " + context.chatResponse());
    }

    @Override
    public void onError(ChatModelErrorContext context) {
      calls.print("listener: error " + context.error());
    }
  }
}
