package dev.steno.agent.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How calls become interactions. */
class AssemblerTest {
  private final Assembler assembler = new Assembler();

  private static Call call(String id, String parent, int second, String answer) {
    return new Call(
        id,
        parent,
        "chat",
        "openai",
        "gpt-4o",
        null,
        null,
        false,
        Instant.EPOCH.plusSeconds(second),
        5_000_000,
        null,
        null,
        1,
        200,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(
            message("system", "be kind"), message("user", "first"), message("user", "question")),
        List.of(message("assistant", answer)),
        List.of(),
        List.of("stop"),
        new Usage(10L, 5L, null, null, null),
        Map.of(),
        Outcome.OK,
        null,
        false,
        List.of("test"));
  }

  private static Message message(String role, String text) {
    return new Message(role, List.of(Part.text(text)), null, null);
  }

  @Test
  void anOutermostCallIsAnInteraction() {
    assembler.began("a");
    Interaction interaction = assembler.ended(call("a", null, 1, "answer"));
    assertThat(interaction.input()).isEqualTo("question");
    assertThat(interaction.output()).isEqualTo("answer");
    assertThat(interaction.calls()).hasSize(1);
    assertThat(interaction.latencyNanos()).isEqualTo(5_000_000);
    assertThat(interaction.id()).isNotEqualTo(interaction.conversationId());
  }

  @Test
  void callsInsideOfItBelongToItInTheOrderOfTheirBegin() {
    assembler.began("a");
    assembler.began("b");
    assembler.began("c");
    assertThat(assembler.ended(call("c", "b", 3, "c"))).isNull();
    assertThat(assembler.ended(call("b", "a", 2, "b"))).isNull();
    Interaction interaction = assembler.ended(call("a", null, 1, "a"));
    assertThat(interaction.calls()).extracting(Call::id).containsExactly("a", "b", "c");
    assertThat(interaction.usage()).isEqualTo(new Usage(30L, 15L, null, null, null));
    assertThat(interaction.output()).isEqualTo("a");
  }

  @Test
  void aCallThatOutlivesItsParentIsAnInteractionOfItsOwn() {
    assembler.began("a");
    assembler.began("b");
    assertThat(assembler.ended(call("a", null, 1, "a")).calls()).hasSize(1);
    assertThat(assembler.ended(call("b", "a", 2, "b")).calls()).hasSize(1);
  }

  @Test
  void whatADroppedCallHeldIsNotLost() {
    assembler.began("a");
    assembler.began("b");
    assembler.ended(call("b", "a", 2, "b"));
    assertThat(assembler.dropped("a")).hasSize(1);
    assertThat(assembler.dropped("a")).isEmpty();
  }
}
