package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** Models that send one request, as it is, with LangChain4j's own HTTP client. */
final class WireModels {
  private WireModels() {}

  static ChatResponse nothing() {
    return ChatResponse.builder().aiMessage(AiMessage.from("")).build();
  }

  /** Keeps the whole answer. */
  static final class Whole implements ChatModel {
    private final HttpClient client;
    private final HttpRequest request;
    private SuccessfulHttpResponse response;

    Whole(HttpClient client, HttpRequest request) {
      this.client = client;
      this.request = request;
    }

    SuccessfulHttpResponse response() {
      return response;
    }

    @Override
    public ChatResponse doChat(ChatRequest chatRequest) {
      response = client.execute(request);
      return nothing();
    }
  }

  /** Gives the answer to a body that is asked for it piece by piece. */
  record Streaming(HttpClient client, HttpRequest request, WireBody.Pieces pieces)
      implements StreamingChatModel {
    @Override
    public void doChat(ChatRequest chatRequest, StreamingChatResponseHandler handler) {
      client.execute(
          request, (stream, listener) -> pieces.serve(stream), new Listening(handler, pieces));
    }
  }

  private record Listening(StreamingChatResponseHandler handler, WireBody.Pieces pieces)
      implements ServerSentEventListener {
    @Override
    public void onOpen(SuccessfulHttpResponse response) {
      pieces.open(response);
    }

    @Override
    public void onEvent(ServerSentEvent event) {
      throw new AssertionError("nothing is parsed");
    }

    @Override
    public void onError(Throwable error) {
      handler.onError(error);
    }

    @Override
    public void onClose() {
      handler.onCompleteResponse(nothing());
    }
  }
}
