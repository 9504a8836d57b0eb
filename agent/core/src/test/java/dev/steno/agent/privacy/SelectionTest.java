package dev.steno.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Privacy;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which conversations are kept. */
class SelectionTest {
  private static final int MANY = 5_000;

  @Test
  void aShareOfConversationsIsKeptAndAllOfEach() {
    Selection quarter = selection(0.25, true, List.of(), List.of());
    int kept = 0;
    for (int i = 0; i < MANY; i++) {
      String id = new UUID(7, i).toString();
      String reason = quarter.whyDropped(interaction(id, Outcome.OK));
      kept += reason == null ? 1 : 0;
      assertThat(quarter.whyDropped(event(id, null, null, null))).isEqualTo(reason);
      assertThat(reason).isIn(null, "sampled");
    }
    assertThat(kept).isBetween(MANY / 4 - 150, MANY / 4 + 150);
  }

  @Test
  void theSameConversationsInEveryProcessAndMoreOfThemWithMore() {
    Selection some = selection(0.2, true, List.of(), List.of());
    Selection more = selection(0.6, true, List.of(), List.of());
    for (int i = 0; i < 1000; i++) {
      Interaction one = interaction("c-" + i, Outcome.OK);
      if (some.whyDropped(one) == null) {
        assertThat(more.whyDropped(one)).isNull();
      }
    }
    assertThat(some.whyDropped(interaction("c-0", Outcome.OK))).isEqualTo("sampled");
    assertThat(some.whyDropped(interaction("c-6", Outcome.OK))).isNull();
  }

  @Test
  void errorsAreKeptIfWanted() {
    Interaction failed = interaction("c", Outcome.ERROR);
    assertThat(selection(0, true, List.of(), List.of()).whyDropped(failed)).isNull();
    assertThat(selection(0, false, List.of(), List.of()).whyDropped(failed)).isEqualTo("sampled");
  }

  @Test
  void eventsOfNoConversationGoWithTheirSessionOrUser() {
    Selection none = selection(0, true, List.of(), List.of());
    assertThat(none.whyDropped(event(null, "s", null, null))).isEqualTo("sampled");
    assertThat(none.whyDropped(event(null, null, "u", null))).isEqualTo("sampled");
    assertThat(none.whyDropped(event(null, null, null, null))).isNull();
  }

  @Test
  void pathsThatAreNotWanted() {
    Selection rules = selection(1, true, List.of("/internal/**", "/health"), List.of());
    assertThat(rules.whyDropped(event("c", null, null, "/internal/a/b"))).isEqualTo("unwanted");
    assertThat(rules.whyDropped(event("c", null, null, "/internal"))).isEqualTo("unwanted");
    assertThat(rules.whyDropped(event("c", null, null, "/health"))).isEqualTo("unwanted");
    assertThat(rules.whyDropped(event("c", null, null, "/healthy"))).isNull();
    assertThat(rules.whyDropped(event("c", null, null, null))).isNull();
  }

  @Test
  void anInteractionIsDroppedWhenAllItsModelsAreUnwanted() {
    Interaction one = interaction("c", Outcome.ERROR);
    assertThat(selection(1, true, List.of(), List.of("GPT-4*")).whyDropped(one))
        .as("errors too")
        .isEqualTo("unwanted");
    assertThat(selection(1, true, List.of(), List.of("gpt-5*")).whyDropped(one)).isNull();
    Call other = one.calls().get(1); // a tool's, which is no reason to keep it
    assertThat(other.detail()).isNotNull();
  }

  @Test
  void aWantedModelKeepsTheInteractionWhole() {
    Interaction turn =
        new Turn("question", "answer")
            .call(Entries.chat(Entries.id(1), "gpt-4o", null))
            .call(Entries.chat(Entries.id(2), "o3", null))
            .build();
    for (List<String> models : List.of(List.of("gpt-4o"), List.of("o3"))) {
      assertThat(selection(1, true, List.of(), models).whyDropped(turn)).isNull();
    }
    assertThat(selection(1, true, List.of(), List.of("o3", "gpt-*")).whyDropped(turn))
        .isEqualTo("unwanted");
  }

  private static Selection selection(
      double sample, boolean keepErrors, List<String> paths, List<String> models) {
    return new Selection(
        new Privacy(
            Map.of(), Map.of(), List.of(), Map.of(), false, "", sample, keepErrors, paths, models));
  }

  private static Interaction interaction(String conversation, Outcome outcome) {
    return new Whole(parts -> "x", what -> "x").interaction(outcome).in(conversation, "new");
  }

  private static Event event(
      @Nullable String conversation,
      @Nullable String session,
      @Nullable String user,
      @Nullable String path) {
    Client client = new Client(null, null, null, null, null, path);
    Origin origin = new Origin(user, null, session, null, null, client, null, null, Map.of());
    return new Event(
        "e", Event.Kind.VISIT, conversation, null, Instant.EPOCH, origin, null, Map.of(), null);
  }
}
