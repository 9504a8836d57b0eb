package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;

/** The same few calls of any provider's models. */
final class Asking {
  private Asking() {}

  static ChatRequest request(String prompt) {
    return ChatRequest.builder().messages(UserMessage.from(prompt)).build();
  }

  static void whole(Calls calls, ChatModel model) {
    calls.call("whole", prompt -> model.chat(request(prompt)));
    calls.call("text", model::chat);
  }

  static void streamed(Calls calls, StreamingChatModel model) {
    streamed(calls, "streamed", model);
  }

  static void streamed(Calls calls, String name, StreamingChatModel model) {
    calls.call(
        name,
        prompt -> {
          Answering answering = new Answering();
          model.chat(request(prompt), answering);
          return answering.await();
        });
  }

  static void failing(Calls calls, ChatModel model) {
    calls.call("failing", prompt -> model.chat(request(prompt)));
  }
}
