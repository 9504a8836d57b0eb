package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Usage;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What providers count apart. */
class BilledCountsTest {
  private static Map<String, @Nullable Object> tree(String json) {
    return Tree.map(Json.parseContainer(json));
  }

  @Test
  void ofOpenAi() {
    Usage usage =
        Usages.of(
            tree(
                """
                {"prompt_tokens": 100, "completion_tokens": 60,
                 "prompt_tokens_details": {"audio_tokens": 30, "cached_tokens": 20,
                   "cached_tokens_details": {"audio_tokens": 10, "text_tokens": 10}},
                 "completion_tokens_details": {"audio_tokens": 50, "reasoning_tokens": 0}}
                """));
    assertThat(usage.billed())
        .containsExactly(
            Map.entry(Billed.AUDIO_INPUT_TOKENS, 30L),
            Map.entry(Billed.CACHE_READ_AUDIO_INPUT_TOKENS, 10L),
            Map.entry(Billed.AUDIO_OUTPUT_TOKENS, 50L));
  }

  @Test
  void ofAnImageATranscriptionAndASearch() {
    assertThat(
            Usages.of(
                    tree(
                        """
                        {"input_tokens": 60, "output_tokens": 1300,
                         "input_tokens_details": {"text_tokens": 10, "image_tokens": 50}}
                        """))
                .billed())
        .containsExactly(Map.entry(Billed.IMAGE_INPUT_TOKENS, 50L));
    assertThat(
            Usages.of(
                    tree(
                        """
                        {"type": "tokens", "input_tokens": 14, "output_tokens": 45,
                         "input_token_details": {"text_tokens": 0, "audio_tokens": 14}}
                        """))
                .billed())
        .containsExactly(Map.entry(Billed.AUDIO_INPUT_TOKENS, 14L));
    assertThat(
            Usages.of(
                    tree(
                        """
                        {"prompt_tokens": 1, "completion_tokens": 2, "citation_tokens": 3,
                         "num_search_queries": 4}
                        """))
                .billed())
        .containsExactly(Map.entry(Billed.CITATION_TOKENS, 3L), Map.entry(Billed.WEB_SEARCHES, 4L));
  }

  @Test
  void ofGemini() {
    Usage first =
        GeminiFormat.usage(
            tree(
                """
                {"promptTokenCount": 100, "toolUsePromptTokenCount": 5,
                 "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 10},
                   {"modality": "AUDIO", "tokenCount": 60}, {"modality": "DOCUMENT", "tokenCount": 30}],
                 "toolUsePromptTokensDetails": [{"modality": "IMAGE", "tokenCount": 5}],
                 "cacheTokensDetails": [{"modality": "AUDIO", "tokenCount": 20},
                   {"modality": "VIDEO", "tokenCount": 2}]}
                """),
            null);
    assertThat(first.billed())
        .containsExactly(
            Map.entry(Billed.AUDIO_INPUT_TOKENS, 60L),
            Map.entry(Billed.IMAGE_INPUT_TOKENS, 35L),
            Map.entry(Billed.CACHE_READ_AUDIO_INPUT_TOKENS, 20L));
    Usage last = GeminiFormat.usage(tree("{\"candidatesTokenCount\": 7}"), first);
    assertThat(last.billed()).isEqualTo(first.billed());
    assertThat(
            GeminiFormat.usage(
                    tree(
                        """
                        {"candidatesTokenCount": 7,
                         "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 7}]}
                        """),
                    null)
                .billed())
        .containsExactly(Map.entry(Billed.IMAGE_OUTPUT_TOKENS, 7L));
  }

  @Test
  void ofAnthropic() {
    AnthropicUsage usage = new AnthropicUsage();
    usage.read(
        tree(
            """
            {"input_tokens": 1, "output_tokens": 1, "cache_creation_input_tokens": 30,
             "cache_creation": {"ephemeral_5m_input_tokens": 10, "ephemeral_1h_input_tokens": 20}}
            """));
    usage.read(tree("{\"output_tokens\": 9, \"server_tool_use\": {\"web_search_requests\": 2}}"));
    assertThat(usage.usage().billed())
        .containsExactly(
            Map.entry(Billed.CACHE_WRITE_1H_INPUT_TOKENS, 20L), Map.entry(Billed.WEB_SEARCHES, 2L));
  }

  @Test
  void sumsKeepThem() {
    Usage one = new Usage(1L, 1L, null, null, null, Map.of(Billed.WEB_SEARCHES, 2L));
    Usage other = new Usage(1L, 1L, null, null, null, Map.of(Billed.AUDIO_INPUT_TOKENS, 1L));
    assertThat(one.plus(other).plus(one).billed())
        .containsExactly(
            Map.entry(Billed.AUDIO_INPUT_TOKENS, 1L), Map.entry(Billed.WEB_SEARCHES, 4L));
  }
}
