package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.List;

/** Calls OpenAI's models. */
final class OpenAi {
  private OpenAi() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    String url = args[0] + "/v1";
    Asking.whole(calls, chat(url, "gpt-4o"));
    Asking.streamed(calls, stream(url, "gpt-4o"));
    Asking.failing(calls, chat(url, "server-error"));
    calls.call("retried", prompt -> chat(url, "failing-twice").chat(Asking.request(prompt)));
    Asking.streamed(calls, "streamed-failing", stream(url, "rate-limited"));
    Asking.streamed(calls, "streamed-broken", stream(url, "mid-error"));
    calls.call(
        "embeddings",
        prompt ->
            OpenAiEmbeddingModel.builder()
                .baseUrl(url)
                .apiKey("sk-canary")
                .modelName("text-embedding-3-small")
                .build()
                .embedAll(List.of(TextSegment.from(prompt)))
                .content()
                .get(0)
                .dimension());
    moderation(calls, "moderation", url, "omni-moderation-latest");
    moderation(calls, "moderation-unnamed", url, null);
    calls.call(
        "image",
        prompt ->
            OpenAiImageModel.builder()
                .baseUrl(url)
                .apiKey("sk-canary")
                .modelName("dall-e-3")
                .build()
                .generate(prompt)
                .content()
                .revisedPrompt());
    calls.end();
  }

  private static void moderation(Calls calls, String name, String url, String moderations) {
    calls.call(
        name,
        prompt ->
            OpenAiModerationModel.builder()
                .baseUrl(url)
                .apiKey("sk-canary")
                .modelName(moderations)
                .build()
                .moderate(prompt)
                .content());
  }

  private static OpenAiChatModel chat(String url, String model) {
    return OpenAiChatModel.builder()
        .baseUrl(url)
        .apiKey("sk-canary")
        .modelName(model)
        .temperature(0.2)
        .build();
  }

  private static OpenAiStreamingChatModel stream(String url, String model) {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(url)
        .apiKey("sk-canary")
        .modelName(model)
        .build();
  }
}
