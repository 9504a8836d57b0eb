package dev.steno.smoke.langchain4j0;

import static dev.langchain4j.data.message.UserMessage.userMessage;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatLanguageModel;
import dev.langchain4j.model.chat.StreamingChatLanguageModel;
import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.langchain4j.model.mistralai.MistralAiStreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiImageModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.Map;
import java.util.TreeMap;

/** Calls of the models that LangChain4j brings, without any service above. */
final class ProviderCalls {
  static final String CLAUDE = "claude-sonnet-4-5";
  static final String LLAMA = "llama3.2";
  static final String GPT = "gpt-4o";
  static final String KEY = "sk-smoke";
  static final int RETRIES = 3;

  private ProviderCalls() {}

  static void run(Calls calls) {
    whole(calls.address()).forEach((name, model) -> calls.call(name, model::generate));
    streaming(calls.address())
        .forEach(
            (name, model) ->
                calls.call(
                    name,
                    prompt -> {
                      Streamed answer = new Streamed();
                      model.generate(prompt, answer);
                      return answer.await();
                    }));
    String openAi = calls.address() + "/v1";
    calls.call("openai-messages", prompt -> openAi(openAi, GPT).generate(userMessage(prompt)));
    calls.call("openai-retried", openAi(openAi, "retried")::generate);
    calls.call("openai-failing", openAi(openAi, "server-error")::generate);
    calls.call(
        "mistral-stream-failing",
        prompt -> {
          Streamed answer = new Streamed();
          mistralStreaming(openAi, "rate-limited").generate(prompt, answer);
          return answer.await();
        });
    calls.call("openai-embedding", prompt -> embedding(openAi).embed(prompt));
    calls.call(
        "openai-image",
        prompt ->
            OpenAiImageModel.builder()
                .baseUrl(openAi)
                .apiKey(KEY)
                .modelName("gpt-image-1")
                .maxRetries(1)
                .build()
                .generate(prompt));
    calls.call(
        "openai-moderation",
        prompt ->
            OpenAiModerationModel.builder()
                .baseUrl(openAi)
                .apiKey(KEY)
                .modelName("omni-moderation-latest")
                .maxRetries(1)
                .build()
                .moderate(prompt));
  }

  private static Map<String, ChatLanguageModel> whole(String address) {
    Map<String, ChatLanguageModel> models = new TreeMap<>();
    models.put("openai", openAi(address + "/v1", GPT));
    models.put(
        "anthropic",
        AnthropicChatModel.builder()
            .baseUrl(address + "/v1/")
            .apiKey(KEY)
            .modelName(CLAUDE)
            .maxTokens(100)
            .build());
    models.put("ollama", OllamaChatModel.builder().baseUrl(address).modelName(LLAMA).build());
    models.put(
        "mistral",
        MistralAiChatModel.builder()
            .baseUrl(address + "/v1")
            .apiKey(KEY)
            .modelName("mistral-large-latest")
            .build());
    return models;
  }

  private static Map<String, StreamingChatLanguageModel> streaming(String address) {
    Map<String, StreamingChatLanguageModel> models = new TreeMap<>();
    models.put("openai-stream", openAiStreaming(address + "/v1", GPT));
    models.put(
        "anthropic-stream",
        AnthropicStreamingChatModel.builder()
            .baseUrl(address + "/v1/")
            .apiKey(KEY)
            .modelName(CLAUDE)
            .maxTokens(100)
            .build());
    models.put(
        "ollama-stream",
        OllamaStreamingChatModel.builder().baseUrl(address).modelName(LLAMA).build());
    models.put("mistral-stream", mistralStreaming(address + "/v1", "mistral-large-latest"));
    return models;
  }

  static OpenAiChatModel openAi(String url, String model) {
    return OpenAiChatModel.builder()
        .baseUrl(url)
        .apiKey(KEY)
        .modelName(model)
        .maxRetries(model.equals("retried") ? RETRIES : 1)
        .build();
  }

  static OpenAiStreamingChatModel openAiStreaming(String url, String model) {
    return OpenAiStreamingChatModel.builder().baseUrl(url).apiKey(KEY).modelName(model).build();
  }

  static MistralAiStreamingChatModel mistralStreaming(String url, String model) {
    return MistralAiStreamingChatModel.builder().baseUrl(url).apiKey(KEY).modelName(model).build();
  }

  static OpenAiEmbeddingModel embedding(String url) {
    return OpenAiEmbeddingModel.builder()
        .baseUrl(url)
        .apiKey(KEY)
        .modelName("text-embedding-3-small")
        .maxRetries(1)
        .build();
  }
}
