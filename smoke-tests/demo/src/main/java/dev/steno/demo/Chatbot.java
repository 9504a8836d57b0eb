package dev.steno.demo;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Holds a short conversation: one plain turn, one that is streamed, and one that uses a tool. */
public final class Chatbot {
  private static final String OPENAI = "https://api.openai.com/v1";

  private final PrintStream out;
  private final OpenAIClient client;
  private final ChatCompletionCreateParams.Builder conversation;
  private boolean inAnswer;

  private Chatbot(PrintStream out, OpenAIClient client, String model) {
    this.out = out;
    this.client = client;
    this.conversation =
        ChatCompletionCreateParams.builder()
            .model(model)
            .addSystemMessage("You are a travel guide. Answer in one sentence.");
  }

  /** Talks to the model that the environment names, or else to a stub. */
  public static void main(String[] args) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    String key = System.getenv("OPENAI_API_KEY");
    String model = environment("OPENAI_MODEL", "gpt-4o-mini");
    if (key != null && !key.isBlank()) {
      String url = environment("OPENAI_BASE_URL", OPENAI);
      out.println("Talking to " + model + " at " + url + ".");
      try {
        chat(out, url, key, model);
      } catch (RuntimeException failure) {
        out.println();
        out.println("The model did not answer: " + why(failure));
        out.println("Are OPENAI_BASE_URL, OPENAI_API_KEY and OPENAI_MODEL right?");
        out.println("Without OPENAI_API_KEY the demo needs no server.");
        System.exit(1);
      }
      return;
    }
    try (StubModel stub = StubModel.start()) {
      out.println("No OPENAI_API_KEY is set: a stub in this process plays the model.");
      chat(out, stub.url(), "none", model);
    }
  }

  private static String why(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == failure ? failure.toString() : failure.getMessage() + " (" + root + ")";
  }

  private static String environment(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value;
  }

  private static void chat(PrintStream out, String url, String key, String model) {
    OpenAIClient client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey(key).build();
    try {
      Chatbot bot = new Chatbot(out, client, model);
      bot.plain("What is the capital of France?");
      bot.streamed("What should I see there first?");
      bot.withTool("What is the weather like there now?");
    } finally {
      client.close();
    }
  }

  private void plain(String question) {
    ask(question);
    answer(client.chat().completions().create(conversation.build()).choices().get(0).message());
  }

  private void streamed(String question) {
    ask(question);
    ChatCompletionStreamOptions withUsage =
        ChatCompletionStreamOptions.builder().includeUsage(true).build();
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client
            .chat()
            .completions()
            .createStreaming(conversation.build().toBuilder().streamOptions(withUsage).build())) {
      chunks.stream()
          .peek(whole::accumulate)
          .flatMap(chunk -> chunk.choices().stream())
          .forEach(this::show);
    }
    conversation.addMessage(whole.chatCompletion().choices().get(0).message());
  }

  private void show(ChatCompletionChunk.Choice choice) {
    String word = choice.delta().content().orElse("");
    if (!word.isEmpty()) {
      out.print(inAnswer ? word : "Bot:  " + word);
      inAnswer = true;
    }
    if (choice.finishReason().isPresent()) {
      out.println();
      inAnswer = false;
    }
    out.flush();
  }

  private void withTool(String question) {
    conversation.addFunctionTool(weatherTool());
    ask(question);
    ChatCompletionMessage message =
        client.chat().completions().create(conversation.build()).choices().get(0).message();
    List<ChatCompletionMessageToolCall> calls = message.toolCalls().orElse(List.of());
    if (calls.isEmpty()) {
      answer(message);
      return;
    }
    conversation.addMessage(message);
    for (ChatCompletionMessageToolCall call : calls) {
      String arguments = call.asFunction().function().arguments();
      out.println("      (looks up the weather: " + arguments + ")");
      conversation.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.asFunction().id())
              .content("{\"celsius\":18,\"sky\":\"light rain\"}")
              .build());
    }
    answer(client.chat().completions().create(conversation.build()).choices().get(0).message());
  }

  private static FunctionDefinition weatherTool() {
    return FunctionDefinition.builder()
        .name("get_weather")
        .description("The weather in a city now.")
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                    "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                .build())
        .build();
  }

  private void ask(String question) {
    out.println();
    out.println("You:  " + question);
    conversation.addUserMessage(question);
  }

  private void answer(ChatCompletionMessage message) {
    out.println("Bot:  " + message.content().orElse(""));
    conversation.addMessage(message);
  }
}
