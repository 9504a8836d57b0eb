package dev.steno.smoke.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.ClientOptions;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.steno.smoke.contract.Transcript;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Chat completions that come in one piece. */
final class PlainShapes {
  private static final int PARALLEL = 32;

  private PlainShapes() {}

  static void addTo(Map<String, Shape> shapes) {
    shapes.put("create", PlainShapes::create);
    shapes.put("tool-call", PlainShapes::toolCall);
    shapes.put("tool-loop", PlainShapes::toolLoop);
    shapes.put("image-input", PlainShapes::imageInput);
    shapes.put("raw-parse", PlainShapes::rawParse);
    shapes.put("raw-body", PlainShapes::rawBody);
    shapes.put("raw-unread", PlainShapes::rawUnread);
    shapes.put("with-options", PlainShapes::withOptions);
    shapes.put("parallel", PlainShapes::parallel);
  }

  private static void create(Sdk sdk, Transcript out) {
    ChatCompletionCreateParams params =
        Sdk.builder("create", Sdk.MODEL)
            .addSystemMessage("You are terse.")
            .temperature(0.2)
            .maxCompletionTokens(500)
            .build();
    ChatCompletion completion = sdk.client().chat().completions().create(params);
    out.result(completion);
    out.fact("text", completion.choices().get(0).message().content());
    out.fact("usage", completion.usage());
  }

  private static void toolCall(Sdk sdk, Transcript out) {
    // Sorted: the order of Map.of is another in each JVM.
    Map<String, Object> customer = Map.of("customer", Map.of("type", "string"));
    Map<String, Object> schema = new TreeMap<>(Map.of("type", "object", "properties", customer));
    Map<String, Object> function =
        new TreeMap<>(Map.of("name", "search_orders", "parameters", schema));
    Map<String, Object> tool = new TreeMap<>(Map.of("type", "function", "function", function));
    // As plain JSON: the builder's methods for tools are not the same in all versions.
    ChatCompletionCreateParams params =
        Sdk.builder("tool-call", "gpt-4o-tools")
            .putAdditionalBodyProperty("tools", JsonValue.from(List.of(tool)))
            .build();
    out.result(sdk.client().chat().completions().create(params));
  }

  /** The application's own loop, of two rounds, over two clients and two threads. */
  private static void toolLoop(Sdk sdk, Transcript out) throws Exception {
    ChatCompletionCreateParams.Builder params = Sdk.builder("tool-loop", "tool-loop");
    ChatCompletionMessage first = message(sdk.client().chat().completions().create(params.build()));
    params.addMessage(first).addMessage(result(first, "[4711]"));
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      ChatCompletionMessage second =
          thread
              .submit(
                  () ->
                      message(sdk.asyncClient().chat().completions().create(params.build()).get()))
              .get();
      params.addMessage(second).addMessage(result(second, "[]"));
    } finally {
      thread.shutdown();
    }
    out.result(sdk.client().chat().completions().create(params.build()));
  }

  private static ChatCompletionMessage message(ChatCompletion completion) {
    return completion.choices().get(0).message();
  }

  private static ChatCompletionToolMessageParam result(ChatCompletionMessage asked, String text) {
    // As text: the types of tool calls are not the same in all versions.
    Matcher id = Pattern.compile("id=(call_\\w+)").matcher(asked.toString());
    if (!id.find()) {
      throw new IllegalStateException("no tool call");
    }
    return ChatCompletionToolMessageParam.builder().toolCallId(id.group(1)).content(text).build();
  }

  private static void imageInput(Sdk sdk, Transcript out) {
    ChatCompletionContentPartImage.ImageUrl url =
        ChatCompletionContentPartImage.ImageUrl.builder()
            .url("data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==")
            .build();
    List<ChatCompletionContentPart> parts =
        List.of(
            ChatCompletionContentPart.ofText(
                ChatCompletionContentPartText.builder().text(Sdk.prompt("image-input")).build()),
            ChatCompletionContentPart.ofImageUrl(
                ChatCompletionContentPartImage.builder().imageUrl(url).build()));
    ChatCompletionCreateParams params =
        ChatCompletionCreateParams.builder()
            .model(Sdk.MODEL)
            .addUserMessageOfArrayOfContentParts(parts)
            .build();
    out.result(sdk.client().chat().completions().create(params));
  }

  @SuppressWarnings("ReferenceEquality") // Whether it is the same object is the question.
  private static void rawParse(Sdk sdk, Transcript out) {
    try (HttpResponseFor<ChatCompletion> response = raw(sdk, "raw-parse")) {
      head(response, out);
      ChatCompletion first = response.parse();
      out.result(first);
      out.fact("same object when parsed again", response.parse() == first);
    }
  }

  private static void rawBody(Sdk sdk, Transcript out) throws Exception {
    try (HttpResponseFor<ChatCompletion> response = raw(sdk, "raw-body")) {
      head(response, out);
      out.fact("body", new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
      out.fact("at the end", response.body().read());
    }
  }

  private static void rawUnread(Sdk sdk, Transcript out) {
    HttpResponseFor<ChatCompletion> response = raw(sdk, "raw-unread");
    head(response, out);
    response.close();
    try {
      out.fact("read when closed", response.body().read());
    } catch (Exception e) {
      out.thrown(e);
    }
    response.close();
  }

  @SuppressWarnings("MustBeClosedChecker") // The caller closes it.
  private static HttpResponseFor<ChatCompletion> raw(Sdk sdk, String shape) {
    return sdk.client().chat().completions().withRawResponse().create(Sdk.chat(shape));
  }

  private static void head(HttpResponseFor<?> response, Transcript out) {
    out.type("class", response);
    out.type("class of headers", response.headers());
    out.fact("status", response.statusCode());
    out.fact("request id", response.requestId());
    out.fact("type", response.headers().values("Content-Type"));
    out.fact("names of headers", response.headers().names().stream().sorted().toList());
  }

  private static void withOptions(Sdk sdk, Transcript out) throws Exception {
    // By reflection: the first versions do not have it.
    Consumer<ClientOptions.Builder> change = options -> options.putHeader("X-Changed", "yes");
    OpenAIClient changed;
    try {
      changed =
          (OpenAIClient)
              OpenAIClient.class
                  .getMethod("withOptions", Consumer.class)
                  .invoke(sdk.client(), change);
    } catch (NoSuchMethodException e) {
      out.fact("withOptions", "not in this version");
      changed = sdk.client();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    }
    // Some versions close the client that it came from, when this one is collected.
    sdk.keep(changed);
    out.type("class of client", changed);
    out.result(changed.chat().completions().create(Sdk.chat("with-options")));
  }

  private static void parallel(Sdk sdk, Transcript out) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < PARALLEL; i++) {
        String shape = "parallel-" + i;
        answers.add(
            threads.submit(
                () ->
                    sdk.client()
                        .chat()
                        .completions()
                        .create(Sdk.chat(shape, "echo"))
                        .choices()
                        .get(0)
                        .message()
                        .content()
                        .orElseThrow()));
      }
      for (int i = 0; i < PARALLEL; i++) {
        out.fact("answer " + i, answers.get(i).get());
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
