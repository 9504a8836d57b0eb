package dev.steno.agent.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.steno.agent.config.Speakers;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.wire.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How calls become interactions. */
class AssemblerTest {
  private final Assembler assembler = new Assembler("", 1 << 20, new Origins(Speakers.NONE));

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
        null,
        Map.of(),
        null,
        Outcome.OK,
        null,
        false,
        List.of("test"));
  }

  private static Message message(String role, String text) {
    return new Message(role, List.of(Part.text(text)), null, null);
  }

  private static Call failing(String id, String parent, int second) {
    Call call = call(id, parent, second, "");
    return new Call(
        id,
        parent,
        "chat",
        "openai",
        "gpt-4o",
        null,
        null,
        false,
        call.startedAt(),
        5_000_000,
        null,
        null,
        1,
        500,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        call.inputMessages(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        Map.of(),
        null,
        Outcome.ERROR,
        new Failure("server_error", "overloaded", 500),
        false,
        List.of("test"));
  }

  private static Ending ending(Ending.How how, long nanos) {
    boolean failed = how == Ending.How.FAILED;
    return new Ending(
        how, failed ? "java.io.IOException" : null, failed ? "gone" : null, nanos, null, null, 1);
  }

  private static final Ending WHOLE = ending(Ending.How.END_OF_BODY, 9_000_000_000L);

  private void step(String id, String parent, Kind kind, int second) {
    assembler.began(
        id, parent, kind, "framework", Instant.EPOCH.plusSeconds(second), ScopeFacts.NONE);
  }

  private List<Interaction> ended(String id) {
    return assembler.ended(id, WHOLE, false, false);
  }

  private List<Interaction> endedBare(String id) {
    return assembler.ended(id, WHOLE, true, false);
  }

  private void call(String id, String parent, int second) {
    assembler.began(id, parent, ScopeFacts.NONE);
    assertThat(assembler.ended(call(id, parent, second, "answer of " + id))).isEmpty();
  }

  @Test
  void anOutermostCallIsAnInteraction() {
    assembler.began("a", null, ScopeFacts.NONE);
    Interaction interaction = assembler.ended(call("a", null, 1, "answer")).get(0);
    assertThat(interaction.input()).isEqualTo("question");
    assertThat(interaction.output()).isEqualTo("answer");
    assertThat(interaction.calls()).hasSize(1);
    assertThat(interaction.latencyNanos()).isEqualTo(5_000_000);
    assertThat(interaction.id()).isNotEqualTo(interaction.conversationId());
    assertThat(interaction.conversationSource()).isEqualTo("new");
  }

  @Test
  void callsInsideOfItBelongToItInTheOrderOfTheirBegin() {
    assembler.began("a", null, ScopeFacts.NONE);
    assembler.began("b", "a", ScopeFacts.NONE);
    assembler.began("c", "b", ScopeFacts.NONE);
    assertThat(assembler.ended(call("c", "b", 3, "c"))).isEmpty();
    assertThat(assembler.ended(call("b", "a", 2, "b"))).isEmpty();
    Interaction interaction = assembler.ended(call("a", null, 1, "a")).get(0);
    assertThat(interaction.calls()).extracting(Call::id).containsExactly("a", "b", "c");
    assertThat(interaction.usage()).isEqualTo(new Usage(30L, 15L, null, null, null));
    assertThat(interaction.output()).isEqualTo("a");
  }

  @Test
  void aCallThatOutlivesItsParentIsAnInteractionOfItsOwn() {
    assembler.began("a", null, ScopeFacts.NONE);
    assembler.began("b", "a", ScopeFacts.NONE);
    assertThat(assembler.ended(call("a", null, 1, "a")).get(0).calls()).hasSize(1);
    assertThat(assembler.ended(call("b", "a", 2, "b")).get(0).calls()).hasSize(1);
  }

  @Test
  void whatADroppedCallHeldIsNotLost() {
    assembler.began("a", null, ScopeFacts.NONE);
    assembler.began("b", "a", ScopeFacts.NONE);
    assembler.ended(call("b", "a", 2, "b"));
    assertThat(assembler.dropped("a")).hasSize(1);
    assertThat(assembler.dropped("a")).isEmpty();
  }

  @Test
  void aTurnIsOneInteractionWithAllThatWasDoneInIt() {
    step("turn", null, Kind.AGENT, 0);
    assembler.told("turn", Fact.NAME, "Support");
    assembler.told("turn", Fact.INPUT, "where is my order?");
    assembler.told("turn", Fact.CONVERSATION_ID, "42");
    assembler.told("turn", Fact.PROPERTIES, Map.of("method", "chat"));
    assembler.told("turn", Fact.PROPERTIES, Map.of("invocation_id", "i"));
    step("retrieval", "turn", Kind.RETRIEVAL, 1);
    assembler.told("retrieval", Fact.QUERY, "orders");
    assembler.told(
        "retrieval", Fact.DOCUMENTS, List.of(Map.of("id", "d1", "score", 0.5, "content", "text")));
    step("embedding-model", "retrieval", Kind.MODEL, 2);
    assembler.began("embeddings", "embedding-model", ScopeFacts.NONE);
    assembler.ended(embeddings("embeddings", "embedding-model", 2));
    assertThat(ended("embedding-model")).isEmpty();
    assertThat(endedBare("retrieval")).isEmpty();
    step("model", "turn", Kind.MODEL, 3);
    call("chat", "model", 3);
    assertThat(ended("model")).isEmpty();
    step("tool", "turn", Kind.TOOL, 4);
    assembler.told("tool", Fact.NAME, "search");
    assembler.told("tool", Fact.ARGUMENTS, "{\"n\":1}");
    assembler.told("tool", Fact.RESULT, "found");
    assertThat(endedBare("tool")).isEmpty();

    Interaction interaction = endedBare("turn").get(0);

    assertThat(interaction.agentName()).isEqualTo("Support");
    assertThat(interaction.input()).isEqualTo("where is my order?");
    assertThat(interaction.output()).isEqualTo("answer of chat");
    assertThat(interaction.conversationId()).isEqualTo("42");
    assertThat(interaction.conversationSource()).isEqualTo("framework");
    assertThat(interaction.properties()).containsOnlyKeys("method", "invocation_id");
    assertThat(interaction.latencyNanos()).isEqualTo(9_000_000_000L);
    assertThat(interaction.usage()).isEqualTo(new Usage(10L, 5L, null, null, null));
    assertThat(interaction.calls())
        .extracting(Call::operation, Call::parentId)
        .containsExactly(
            tuple("retrieval", null),
            tuple("embeddings", "retrieval"),
            tuple("chat", null),
            tuple("execute_tool", null));
    assertThat(interaction.calls().get(2).instrumentation()).containsExactly("framework", "test");
    assertThat(interaction.calls().get(3).detail())
        .isEqualTo(new Detail.Tool("search", null, null, Map.of("n", 1), "found", "measured"));
    assertThat(interaction.calls().get(0).detail())
        .isEqualTo(new Detail.Retrieval("orders", List.of(new Detail.Document("d1", 0.5, "text"))));
  }

  private static Call embeddings(String id, String parent, int second) {
    Call call = call(id, parent, second, "");
    return new Call(
        id,
        parent,
        "embeddings",
        "openai",
        "embedding",
        null,
        null,
        false,
        call.startedAt(),
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
        List.of(message("user", "orders")),
        List.of(),
        List.of(),
        List.of(),
        new Usage(7L, null, null, null, null),
        null,
        Map.of(),
        null,
        Outcome.OK,
        null,
        false,
        List.of("test"));
  }

  @Test
  void aTurnWaitsForTheAnswerThatIsStillBeingRead() {
    step("turn", null, Kind.AGENT, 0);
    step("model", "turn", Kind.MODEL, 1);
    assembler.began("chat", "model", ScopeFacts.NONE);
    assertThat(ended("model")).isEmpty();
    assertThat(endedBare("turn")).isEmpty();
    List<Interaction> interactions = assembler.ended(call("chat", "model", 1, "answer"));
    assertThat(interactions).hasSize(1);
    assertThat(interactions.get(0).calls()).hasSize(1);
    assertThat(interactions.get(0).latencyNanos()).isEqualTo(9_000_000_000L);
  }

  @Test
  void whatWaitsForAnAnswerThatWillNotComeIsKept() {
    step("turn", null, Kind.AGENT, 0);
    call("first", "turn", 1);
    assembler.began("second", "turn", ScopeFacts.NONE);
    assertThat(endedBare("turn")).isEmpty();
    assertThat(assembler.dropped("second").get(0).calls()).hasSize(1);
  }

  @Test
  void anAgentInsideOfAnotherIsACall() {
    step("outer", null, Kind.AGENT, 0);
    step("inner", "outer", Kind.AGENT, 1);
    assembler.told("inner", Fact.NAME, "writer");
    step("model", "inner", Kind.MODEL, 2);
    call("chat", "model", 2);
    ended("model");
    assertThat(endedBare("inner")).isEmpty();
    Interaction interaction = endedBare("outer").get(0);
    assertThat(interaction.calls())
        .extracting(Call::operation, Call::parentId)
        .containsExactly(tuple("invoke_agent", null), tuple("chat", "inner"));
    assertThat(interaction.calls().get(0).detail())
        .isEqualTo(new Detail.Agent("writer", null, null, Map.of()));
  }

  @Test
  void attemptsThatFailedAreTheCallThatCameAfterThem() {
    step("model", null, Kind.MODEL, 0);
    for (int attempt = 1; attempt <= 2; attempt++) {
      assembler.began("a" + attempt, "model", ScopeFacts.NONE);
      assembler.ended(failing("a" + attempt, "model", attempt));
    }
    call("a3", "model", 3);
    Interaction interaction = ended("model").get(0);
    assertThat(interaction.calls()).hasSize(1);
    Call call = interaction.calls().get(0);
    assertThat(call.attempts()).isEqualTo(3);
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.startedAt()).isEqualTo(Instant.EPOCH.plusSeconds(1));
    assertThat(call.latencyNanos()).isEqualTo(2_005_000_000L);
    assertThat(assembler.attempts()).isEqualTo(2);
    assertThat(assembler.attempts()).isZero();
  }

  @Test
  void aModelThatPassesOnToAnotherIsOneOfTheFramework() {
    step("outer", null, Kind.MODEL, 0);
    step("inner", "outer", Kind.MODEL, 0);
    call("a", "inner", 1);
    assertThat(ended("inner")).isEmpty();
    assertThat(ended("outer").get(0).calls().get(0).instrumentation())
        .containsExactly("framework", "test");
  }

  @Test
  void aCallAfterOneThatSucceededIsNoAttempt() {
    step("model", null, Kind.MODEL, 0);
    call("a1", "model", 1);
    call("a2", "model", 2);
    assertThat(ended("model").get(0).calls()).hasSize(2);
  }

  @Test
  void aCallThatBeganBeforeAnotherFailedIsNoAttempt() {
    step("model", null, Kind.MODEL, 0);
    assembler.began("a1", "model", ScopeFacts.NONE);
    assembler.began("a2", "model", ScopeFacts.NONE);
    assembler.ended(failing("a1", "model", 1));
    assembler.ended(call("a2", "model", 1, "at the same time"));
    assertThat(ended("model").get(0).calls()).hasSize(2);
  }

  @Test
  void aModelThatMadeNoRequestIsTold() {
    step("model", null, Kind.MODEL, 0);
    assembler.told("model", Fact.PROVIDER, "jlama");
    assembler.told(
        "model",
        Fact.REQUEST,
        Map.of(
            "model", "tiny", "messages", List.of(Map.of("role", "user", "content", "question"))));
    assembler.told(
        "model",
        Fact.RESPONSE,
        Map.of(
            "choices",
            List.of(
                Map.of(
                    "finish_reason",
                    "stop",
                    "message",
                    Map.of("role", "assistant", "content", "answer")))));
    Interaction interaction = endedBare("model").get(0);
    assertThat(interaction.input()).isEqualTo("question");
    assertThat(interaction.output()).isEqualTo("answer");
    Call call = interaction.calls().get(0);
    assertThat(call.provider()).isEqualTo("jlama");
    assertThat(call.requestModel()).isEqualTo("tiny");
    assertThat(call.httpStatus()).isNull();
    assertThat(call.outcome()).isEqualTo(Outcome.OK);
    assertThat(call.instrumentation()).containsExactly("framework");
  }

  @Test
  void howAStepEndedIsItsOutcome() {
    assertThat(outcomeOf(Ending.How.CLOSED)).isEqualTo(Outcome.CANCELLED);
    assertThat(outcomeOf(Ending.How.ABANDONED)).isEqualTo(Outcome.ABANDONED);
    assertThat(outcomeOf(Ending.How.FAILED)).isEqualTo(Outcome.ERROR);
    assertThat(outcomeOf(Ending.How.END_OF_BODY)).isEqualTo(Outcome.OK);
  }

  private Outcome outcomeOf(Ending.How how) {
    step("model", null, Kind.MODEL, 0);
    return assembler.ended("model", ending(how, 1), true, false).get(0).outcome();
  }

  @Test
  void aTurnThatFailedHasTheStatusOfItsCall() {
    step("turn", null, Kind.AGENT, 0);
    assembler.began("a", "turn", ScopeFacts.NONE);
    assembler.ended(failing("a", "turn", 1));
    Interaction interaction =
        assembler.ended("turn", ending(Ending.How.FAILED, 1), true, false).get(0);
    assertThat(interaction.failure()).isEqualTo(new Failure("java.io.IOException", "gone", 500));
  }

  @Test
  void aTurnThatFailedWasAnsweredWithWhatWasStreamed() {
    step("turn", null, Kind.AGENT, 0);
    call("refused", "turn", 1);
    Ending failed = ending(Ending.How.FAILED, 1);
    assertThat(assembler.ended("turn", failed, true, false).get(0).output()).isNull();
    step("turn", null, Kind.AGENT, 0);
    call("streamed", "turn", 1);
    Ending streamed = new Ending(Ending.How.FAILED, "E", null, 9, null, 5L, 1);
    assertThat(assembler.ended("turn", streamed, true, false).get(0).output())
        .isEqualTo("answer of streamed");
  }

  @Test
  void aTurnWithoutAnyCallIsAnInteractionToo() {
    step("turn", null, Kind.AGENT, 0);
    assembler.told("turn", Fact.INPUT, "hi");
    assertThat(endedBare("turn").get(0).calls()).isEmpty();
  }

  @Test
  void aRetrievalThatOnlyStandsForOthersIsNoCall() {
    step("augment", null, Kind.RETRIEVAL, 0);
    step("retrieve", "augment", Kind.RETRIEVAL, 1);
    endedBare("retrieve");
    Interaction interaction = ended("augment").get(0);
    assertThat(interaction.calls()).extracting(Call::id).containsExactly("retrieve");
    assertThat(interaction.calls().get(0).parentId()).isNull();
  }

  @Test
  void theConfiguredNameIsTheAgentsInAll() {
    Assembler named = new Assembler("support-bot", 1 << 20, new Origins(Speakers.NONE));
    named.began("turn", null, Kind.AGENT, "framework", Instant.EPOCH, ScopeFacts.NONE);
    named.told("turn", Fact.NAME, "Support");
    assertThat(named.ended("turn", WHOLE, true, false).get(0).agentName()).isEqualTo("support-bot");
    assertThat(named.ended(call("a", null, 1, "a")).get(0).agentName()).isEqualTo("support-bot");
  }

  @Test
  void theEndOfTheApplicationEndsWhatWaits() {
    step("turn", null, Kind.AGENT, 0);
    call("first", "turn", 1);
    assembler.began("second", "turn", ScopeFacts.NONE);
    assertThat(endedBare("turn")).isEmpty();
    assertThat(assembler.finish()).hasSize(1);
    assertThat(assembler.finish()).isEmpty();
  }
}
