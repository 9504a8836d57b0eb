package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of those who speak OpenAI's chat format in their own way. */
class ChatVariantsTest {
  private static final String CHAT = "/v1/chat/completions";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        // variant  | model                    | thoughts | why | in | out | read | written |
        // reasoned
        "azure      | gpt-4o-2024-11-20          | -   | stop   | 9 | 2 | 0 | - | 0",
        "groq       | openai/gpt-oss-20b         | Hm. | stop   | 9 | 6 | 8 | - | 3",
        "openrouter | anthropic/claude-haiku-4.5 | Hm. | stop   | 9 | 6 | 4 | 2 | 3",
        "deepseek   | deepseek-reasoner          | Hm. | stop   | 9 | 6 | 8 | - | 3",
        "mistral    | magistral-small-latest     | Hm. | length | 9 | 6 | 5 | - | -",
        "vllm       | Qwen/Qwen3-8B              | Hm. | stop   | 9 | 6 | 4 | - | -",
        "lmstudio   | qwen3-4b                   | -   | stop   | 9 | 2 | - | - | -",
        "litellm    | claude-haiku-4-5           | Hm. | stop   | 9 | 6 | 4 | 2 | -",
        "xai        | grok-3-mini                | Hm. | stop   | 9 | 6 | 8 | - | 4",
        "perplexity | sonar                      | -   | stop   | 9 | 2 | - | - | -",
        "cerebras   | gpt-oss-120b               | Hm. | stop   | 9 | 6 | 0 | - | 3",
        "zai        | glm-4.6                    | Hm. | stop   | 9 | 6 | 3 | - | -",
      })
  void readsAStream(
      String variant,
      String model,
      @Nullable String thoughts,
      String why,
      Long input,
      Long output,
      @Nullable Long read,
      @Nullable Long written,
      @Nullable Long reasoned) {
    Call call = Sample.files(CHAT, "chat-request.json", "chat-" + variant + ".sse").play();

    List<Part> parts = new ArrayList<>();
    if (thoughts != null) {
      parts.add(Part.reasoning(thoughts));
    }
    parts.add(Part.text("Hello"));
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.truncated()).isFalse();
    assertThat(call.responseId()).isNotEmpty();
    assertThat(call.responseModel()).isEqualTo(model);
    assertThat(call.outputMessages()).hasSize(1);
    assertThat(call.outputMessages().get(0).parts()).isEqualTo(parts);
    assertThat(call.finishReasons()).containsExactly(why);
    assertThat(call.usage()).isEqualTo(new Usage(input, output, read, written, reasoned));
  }

  /** Its older servers stream one request for a tool, not a list of them. */
  @Test
  void readsHuggingFace() {
    Call call = Sample.files(CHAT, "chat-request.json", "chat-huggingface.sse").play();

    assertThat(call.outputMessages().get(0).parts())
        .containsExactly(Part.text("Hello"), Part.toolCall("0", "now", Map.of("zone", "CET")));
    assertThat(call.finishReasons()).containsExactly("tool_call");
    assertThat(call.usage()).isEqualTo(new Usage(9L, 2L, 7L, null, null));
  }
}
