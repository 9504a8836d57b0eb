package dev.steno.smoke.springwebflux;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Assistants with a memory and a tool: one of LangChain4j's, and one with a loop of its own. */
@RestController
public class Chats {
  private final Model model;
  private final OpenAIClient client;
  private final Map<String, Assistant> assistants = new ConcurrentHashMap<>();
  private final Map<String, ChatCompletionCreateParams> threads = new ConcurrentHashMap<>();

  /** What LangChain4j implements. */
  interface Assistant {
    String chat(@MemoryId String id, @UserMessage String words);

    Flux<String> stream(@MemoryId String id, @UserMessage String words);
  }

  /** What the model may use. */
  public static final class Orders {
    @Tool("Finds orders")
    public String searchOrders(String customer) {
      return "none of " + customer;
    }
  }

  Chats(Model model) {
    this.model = model;
    this.client = OpenAIOkHttpClient.builder().baseUrl(model.url()).apiKey("k").build();
  }

  private Assistant assistant(String number) {
    return assistants.computeIfAbsent(
        number,
        made ->
            AiServices.builder(Assistant.class)
                .chatModel(
                    OpenAiChatModel.builder()
                        .baseUrl(model.url())
                        .apiKey("k")
                        .modelName("m-1")
                        .maxTokens(Integer.valueOf(number))
                        .build())
                .streamingChatModel(
                    OpenAiStreamingChatModel.builder()
                        .baseUrl(model.url())
                        .apiKey("k")
                        .modelName("m-1")
                        .maxTokens(Integer.valueOf(number))
                        .build())
                .tools(new Orders())
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(100))
                .build());
  }

  @PostMapping("/chat/blocking")
  public Mono<String> blocking(
      @RequestBody String words, @RequestHeader("X-Number") String number, WebSession session) {
    return Mono.fromCallable(() -> assistant(number).chat("b" + number, words))
        .subscribeOn(Schedulers.boundedElastic());
  }

  @PostMapping("/chat/stream")
  public Flux<String> stream(
      @RequestBody String words, @RequestHeader("X-Number") String number, WebSession session) {
    return assistant(number).stream("s" + number, words);
  }

  @PostMapping("/chat/loop")
  public Mono<String> loop(
      @RequestBody String words, @RequestHeader("X-Number") String number, WebSession session) {
    return Mono.fromCallable(() -> looped(words, number)).subscribeOn(Schedulers.boundedElastic());
  }

  private String looped(String words, String number) {
    ChatCompletionCreateParams.Builder next =
        threads.computeIfAbsent(number, started -> started(number)).toBuilder()
            .addUserMessage(words);
    while (true) {
      ChatCompletion answer = client.chat().completions().create(next.build());
      ChatCompletionMessage message = answer.choices().get(0).message();
      next.addMessage(message);
      List<ChatCompletionMessageToolCall> wanted = message.toolCalls().orElse(List.of());
      if (wanted.isEmpty()) {
        threads.put(number, next.build());
        return message.content().orElse("");
      }
      for (ChatCompletionMessageToolCall call : wanted) {
        next.addMessage(
            ChatCompletionToolMessageParam.builder()
                .toolCallId(call.asFunction().id())
                .content("none")
                .build());
      }
    }
  }

  @SuppressWarnings("deprecation") // the same field as the other library sends
  private static ChatCompletionCreateParams started(String number) {
    FunctionParameters parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty("properties", JsonValue.from(Map.of()))
            .build();
    return ChatCompletionCreateParams.builder()
        .model("m-1")
        .maxTokens(Long.parseLong(number))
        .addTool(
            ChatCompletionFunctionTool.builder()
                .function(
                    FunctionDefinition.builder()
                        .name("searchOrders")
                        .parameters(parameters)
                        .build())
                .build())
        .messages(List.of())
        .build();
  }
}
