package dev.steno.smoke.sdks;

import io.github.sashirestela.cleverclient.Event;
import io.github.sashirestela.openai.SimpleOpenAI;
import io.github.sashirestela.openai.common.StreamOptions;
import io.github.sashirestela.openai.common.tool.ToolCall;
import io.github.sashirestela.openai.domain.chat.Chat;
import io.github.sashirestela.openai.domain.chat.ChatMessage.UserMessage;
import io.github.sashirestela.openai.domain.chat.ChatRequest;
import io.github.sashirestela.openai.domain.embedding.EmbeddingRequest;
import io.github.sashirestela.openai.domain.response.ResponseRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls OpenAI with simple-openai. */
public final class SimpleOpenAi {
  static final String MODEL = "gpt-4o";
  static final String TOOL_MODEL = "gpt-4o-tools";
  static final String REJECTED_MODEL = "gpt-rejected";
  static final String EMBEDDING_MODEL = "text-embedding-3-small";

  private SimpleOpenAi() {}

  /** Argument: the address of the server. */
  public static void main(String[] args) {
    SimpleOpenAI client = SimpleOpenAI.builder().apiKey("sk-smoke").baseUrl(args[0]).build();
    Calls calls = new Calls(args[0]);
    calls.call("chat", prompt -> chat(client, MODEL, prompt));
    calls.call(
        "stream",
        prompt -> {
          ChatRequest request =
              ask(MODEL, prompt).streamOptions(StreamOptions.of(Boolean.TRUE)).build();
          try (Stream<Chat> chunks = await(client.chatCompletions().createStream(request))) {
            return chunks.map(SimpleOpenAi::facts).collect(Collectors.joining("\n"));
          }
        });
    calls.call("tool", prompt -> chat(client, TOOL_MODEL, prompt));
    calls.call(
        "responses", prompt -> await(client.responses().create(respond(prompt))).outputText());
    calls.call(
        "responses-stream",
        prompt -> {
          try (Stream<Event> events = await(client.responses().createStream(respond(prompt)))) {
            return events.map(String::valueOf).collect(Collectors.joining("\n"));
          }
        });
    calls.call(
        "embed",
        prompt ->
            await(
                client
                    .embeddings()
                    .create(
                        EmbeddingRequest.builder().model(EMBEDDING_MODEL).input(prompt).build())));
    calls.call("rejected", prompt -> chat(client, REJECTED_MODEL, prompt));
    calls.end();
  }

  private static String chat(SimpleOpenAI client, String model, String prompt) throws Exception {
    return facts(await(client.chatCompletions().create(ask(model, prompt).build())));
  }

  /** Not the whole chat: its messages have no text of their own, only an address. */
  private static String facts(Chat chat) {
    String choices =
        chat.getChoices().stream().map(SimpleOpenAi::facts).collect(Collectors.joining());
    return chat.getModel() + ": " + choices + " " + chat.getUsage();
  }

  private static String facts(Chat.Choice choice) {
    StringBuilder facts = new StringBuilder(String.valueOf(choice.getMessage().getContent()));
    if (choice.getMessage().getToolCalls() != null) {
      for (ToolCall call : choice.getMessage().getToolCalls()) {
        facts.append(' ').append(call.getId()).append(' ').append(call.getFunction().getName());
        facts.append(call.getFunction().getArguments());
      }
    }
    return facts.append(' ').append(choice.getFinishReason()).toString();
  }

  private static ChatRequest.ChatRequestBuilder ask(String model, String prompt) {
    return ChatRequest.builder().model(model).message(UserMessage.of(prompt)).temperature(0.25);
  }

  private static ResponseRequest respond(String prompt) {
    return ResponseRequest.builder().model(MODEL).input(prompt).build();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
