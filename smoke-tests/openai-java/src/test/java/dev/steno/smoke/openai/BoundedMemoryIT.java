package dev.steno.smoke.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import org.junit.jupiter.api.Test;

/**
 * Answers that are far larger than the heap: the application gets each byte, the agent keeps few.
 */
class BoundedMemoryIT {
  private static final String HEAP = "-Xmx64m";
  private static final int MOST_OF_A_LINE = 1 << 20;

  @Test
  void aBodyOf200Megabytes() {
    assertBounded("big-raw", "big.mebibytes", "200");
  }

  @Test
  void aStreamThatDoesNotEnd() {
    assertBounded("stream-endless", "endless.chunks", "300000");
  }

  private static void assertBounded(String shape, String property, String value) {
    try (FakeModel model = FakeModel.start()) {
      Result plain = run(App.on(App.NEWEST, model, shape).property(property, value));
      Result agent = run(App.on(App.NEWEST, model, shape).property(property, value).agent());
      assertThat(agent.stdout()).isEqualTo(plain.stdout());
      assertThat(agent.interactions()).hasSize(1);
      JsonNode interaction = agent.interactions().get(0);
      assertThat(interaction.path("truncated").asBoolean()).isTrue();
      assertThat(interaction.path("output").asText()).isNotEmpty();
      assertThat(interaction.toString().length()).isLessThanOrEqualTo(MOST_OF_A_LINE);
    }
  }

  private static Result run(AgentProcess process) {
    return process.jvmOption(HEAP).run().assertClean();
  }
}
