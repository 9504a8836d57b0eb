package dev.steno.smoke.langchain4j0;

import static dev.steno.smoke.langchain4j0.ProviderCalls.mistralStreaming;
import static dev.steno.smoke.langchain4j0.ProviderCalls.openAiStreaming;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.StreamingChatLanguageModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Turns of AI services that stream their answers. */
final class StreamCalls {
  private static final int MEMORY = 20;

  private StreamCalls() {}

  static void run(Calls calls) {
    String url = calls.address() + "/v1";
    calls.call(
        "stream", prompt -> read(of(openAiStreaming(url, "gpt-4o")).build().stream(prompt), true));
    calls.call(
        "stream-tools",
        prompt ->
            read(
                of(openAiStreaming(url, "stream-tools"))
                    .tools(new Weather())
                    .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(MEMORY))
                    .build()
                    .streamIn("s-1", prompt),
                false));
    calls.call(
        "stream-failing",
        prompt -> read(of(mistralStreaming(url, "rate-limited")).build().stream(prompt), true));
    calls.call(
        "stream-elsewhere",
        prompt -> {
          TokenStream stream = of(openAiStreaming(url, "gpt-4o")).build().stream(prompt);
          CompletableFuture<String> answer = new CompletableFuture<>();
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      answer.complete(read(stream, true));
                    } catch (Exception e) {
                      answer.completeExceptionally(e);
                    }
                  });
          thread.start();
          thread.join();
          return Calls.await(answer);
        });
    calls.call(
        "stream-unstarted",
        prompt -> {
          of(openAiStreaming(url, "gpt-4o")).build().stream(prompt);
          return "not started";
        });
  }

  static AiServices<Assistant> of(StreamingChatLanguageModel model) {
    return AiServices.builder(Assistant.class).streamingChatLanguageModel(model);
  }

  /** Reads all of a stream; where {@code seen}, with the frames that its end is told in. */
  static String read(TokenStream stream, boolean seen) throws Exception {
    StringBuilder text = new StringBuilder();
    CompletableFuture<String> whole = new CompletableFuture<>();
    Consumer<String> next = token -> text.append('|').append(token);
    Consumer<Response<AiMessage>> complete =
        response ->
            whole.complete(
                text
                    + "\n"
                    + response.content()
                    + "\n"
                    + (seen ? Calls.trace(new IllegalStateException("where")) : ""));
    Consumer<Throwable> error = thrown -> whole.complete(text + "\n" + Calls.trace(thrown));
    // The types in between are not the same in all versions.
    Object begun = invoke(stream, "onNext", next);
    Object completed = invoke(begun, "onComplete", complete);
    invoke(invoke(completed, "onError", error), "start");
    return Calls.await(whole);
  }

  private static Object invoke(Object target, String name, Object... arguments) throws Exception {
    for (Class<?> type : target.getClass().getInterfaces()) {
      for (Method method : type.getMethods()) {
        if (method.getName().equals(name)) {
          try {
            return method.invoke(target, arguments);
          } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
          }
        }
      }
    }
    throw new NoSuchMethodException(name);
  }
}
