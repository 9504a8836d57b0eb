package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are model calls, and who is called. */
class WireFormatsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions",
        "/chat/completions",
        "/openai/v1/chat/completions",
        "/openai/deployments/gpt4/chat/completions",
        "/v1/responses",
        "/v1/embeddings",
        "/v1/completions",
        "/v1/agents/completions",
        "/v1/images/generations",
        "/v1/images/edits",
        "/v1/images/variations",
        "/v1/moderations",
        "/v1/audio/transcriptions",
        "/v1/audio/translations",
        "/v1/audio/speech"
      })
  void recognizesModelCalls(String path) {
    assertThat(WireFormats.recognizes("POST", path)).isTrue();
    assertThat(WireFormats.recognizes("GET", path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/responses/input_tokens",
        "/v1/responses/compact",
        "/v1/responses/resp_1",
        "/v1/responses/resp_1/cancel",
        "/v1/chat/completions/chatcmpl-1",
        "/v1/files",
        "/v1/models",
        "/",
        ""
      })
  void leavesTheRestAlone(String path) {
    assertThat(WireFormats.recognizes("POST", path)).isFalse();
  }

  @Test
  void takesNoMethodAndNoPath() {
    assertThat(WireFormats.recognizes(null, "/v1/responses")).isFalse();
    assertThat(WireFormats.recognizes("POST", null)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "api.openai.com, openai-java, openai",
        "eu.api.openai.com, okhttp, openai",
        "acme.openai.azure.com, openai-java, azure.ai.openai",
        "acme.services.ai.azure.com, okhttp, azure.ai.openai",
        "acme.cognitiveservices.azure.com, okhttp, azure.ai.openai",
        "api.groq.com, openai-java, groq",
        "API.DeepSeek.com, openai-java, deepseek",
        "api.mistral.ai, okhttp, mistral_ai",
        "api.x.ai, okhttp, x_ai",
        "api.perplexity.ai, okhttp, perplexity",
        "openrouter.ai, okhttp, openrouter",
        "localhost, openai-java, openai",
        "127.0.0.1, openai-java, openai",
        "llm.acme.example, openai-java, openai",
        "llm.acme.example, okhttp, llm.acme.example",
        "null, openai-java, openai",
        "null, okhttp, openai"
      })
  void tellsTheProvider(String host, String instrumentation, String provider) {
    assertThat(Providers.of(host, null, instrumentation)).isEqualTo(provider);
  }
}
