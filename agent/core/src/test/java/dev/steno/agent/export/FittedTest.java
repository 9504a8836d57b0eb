package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of an interaction, and what is cut of one that is too long. */
class FittedTest {
  private static String line(String input, int most) throws IOException {
    byte[] line = Fitted.line(Samples.interaction(input), most);
    assertThat(line.length).isLessThanOrEqualTo(most);
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      while (parser.nextToken() != null) {
        parser.getText();
      }
    }
    return new String(line, StandardCharsets.UTF_8);
  }

  @Test
  void theLineHasTheNamesOfTheFormatAndLeavesOutWhatIsNotKnown() throws IOException {
    assertThat(line("hello", 1 << 20))
        .isEqualTo(
            """
            {"schema":"steno/1","id":"0199-interaction","conversation_id":"0199-conversation",\
            "conversation_source":"new","started_at":"2026-11-20T21:16:49.382645Z",\
            "latency_ms":1234.567,"time_to_first_chunk_ms":210.4,"outcome":"ok","success":true,\
            "input":"hello","output":"an answer","usage":{"input_tokens":80,"output_tokens":25,\
            "cache_read_input_tokens":40,"reasoning_output_tokens":5},"calls":[{"id":"0199-call",\
            "operation":"chat","provider":"openai","request_model":"gpt-4o",\
            "response_model":"gpt-4o-2024-08-06","response_id":"chatcmpl-1","streaming":true,\
            "started_at":"2026-11-20T21:16:49.382645Z","latency_ms":980.1,\
            "time_to_first_chunk_ms":210.4,"attempts":1,"http_status":200,\
            "server_address":"api.openai.com","server_port":443,"request":{"temperature":0.2},\
            "input_messages":[{"role":"user","parts":[{"type":"text","content":"hello"}]}],\
            "output_messages":[{"role":"assistant","parts":[{"type":"text",\
            "content":"an answer"}],"finish_reason":"stop"}],"finish_reasons":["stop"],\
            "usage":{"input_tokens":80,"output_tokens":25,"cache_read_input_tokens":40,\
            "reasoning_output_tokens":5},"outcome":"ok","instrumentation":["openai-java"]}]}""");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "漢", "🙏", "\u0001", "\""})
  void aTextThatIsTooLongIsCutBetweenCharacters(String character) throws IOException {
    String line = line(character.repeat(40_000), 16_384);
    assertThat(line).contains("\"truncated\":true", "an answer", "\"input\":\"");
    assertThat(line).doesNotContain("\uFFFD", "?");
    assertThat(line.length()).isGreaterThan(2_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "漢", "🙏", "\u0001", "\"", "\uD83D"})
  void asMuchIsKeptAsFits(String character) throws IOException {
    assertThat(Fitted.line(Samples.interaction(character.repeat(40_000)), 16_384).length)
        .isBetween(16_384 - 64, 16_384);
  }

  @Test
  void manySmallThingsAreLeftOutWhereCuttingDoesNotHelp() throws IOException {
    byte[] line =
        Fitted.line(
            Samples.interaction("hello", Collections.nCopies(5_000, Map.of("type", "function"))),
            8_192);
    assertThat(line.length).isLessThanOrEqualTo(8_192);
    assertThat(new String(line, StandardCharsets.UTF_8))
        .contains("\"truncated\":true", "hello")
        .doesNotContain("tool_definitions");
  }

  @Test
  void aLineNeverHoldsALineFeed() throws IOException {
    assertThat(line("a\nb\r\nc\u2028d", 1 << 20)).doesNotContain("\n").doesNotContain("\r");
  }
}
