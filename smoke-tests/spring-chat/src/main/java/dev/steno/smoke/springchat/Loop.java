package dev.steno.smoke.springchat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.ChatCompletionUserMessageParam;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/** Answers with nothing but the SDK: its own loop of tools, and a history in the session. */
@RestController
class Loop {
  private static final String HISTORY = "history";

  private final OpenAIClient client;

  Loop(@Value("${model.url}") String url) {
    client = OpenAIOkHttpClient.builder().baseUrl(url).apiKey("sk-smoke").build();
  }

  @PostMapping("/loop")
  String answer(@RequestBody String said, WebRequest request) {
    List<ChatCompletionMessageParam> history = history(request);
    history.add(
        ChatCompletionMessageParam.ofUser(
            ChatCompletionUserMessageParam.builder().content(said).build()));
    while (true) {
      ChatCompletionMessage message = ask(history);
      history.add(ChatCompletionMessageParam.ofAssistant(message.toParam()));
      List<ChatCompletionMessageToolCall> calls = message.toolCalls().orElse(List.of());
      if (calls.isEmpty()) {
        request.setAttribute(HISTORY, history, WebRequest.SCOPE_SESSION);
        return message.content().orElse("");
      }
      for (ChatCompletionMessageToolCall call : calls) {
        history.add(
            ChatCompletionMessageParam.ofTool(
                ChatCompletionToolMessageParam.builder()
                    .toolCallId(call.asFunction().id())
                    .content("[]")
                    .build()));
      }
    }
  }

  private ChatCompletionMessage ask(List<ChatCompletionMessageParam> history) {
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model("tool-turns")
            .messages(history)
            .addFunctionTool(
                FunctionDefinition.builder()
                    .name("search_orders")
                    .parameters(
                        FunctionParameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .putAdditionalProperty("properties", JsonValue.from(Map.of()))
                            .build())
                    .build())
            .build();
    return client.chat().completions().create(params).choices().get(0).message();
  }

  @SuppressWarnings("unchecked") // nobody else puts anything there
  private static List<ChatCompletionMessageParam> history(WebRequest request) {
    Object history = request.getAttribute(HISTORY, WebRequest.SCOPE_SESSION);
    return history == null
        ? new ArrayList<>()
        : new ArrayList<>((List<ChatCompletionMessageParam>) history);
  }
}
