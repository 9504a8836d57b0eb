package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Speakers.Names;
import dev.steno.agent.spi.Scope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of an application's contexts, and what is not. */
class SurroundingsTest {
  private static final class Told implements Scope {
    private final Map<String, Object> facts = new HashMap<>();

    @Override
    public void tell(Source source, Fact fact, Object value) {
      if (value != null) {
        facts.put(source + " " + fact, value);
      }
    }

    @Override
    public Object about(Object subject) {
      return null;
    }

    @Override
    public void leave() {}
  }

  @AfterEach
  void nothing() {
    Surroundings.install(Names.NONE, Names.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "userId, userId, true",
    "userId, user_id, true",
    "userId, USER-ID, true",
    "userId, ' user.id ', true",
    "user_id, userId, true",
    "userId, userIds, false",
    "userId, user, false",
    "userId, , false",
    "userId, '', false",
    "userId, threadId, false",
    "userId, userI, false",
    "--, -, false",
    "benützer, BENützer, true"
  })
  void namesAreTheSameWhateverTheirCaseAndSeparators(String one, String other, boolean same) {
    assertThat(Surroundings.isSame(Surroundings.plain(one), other)).isEqualTo(same);
  }

  @Test
  void theStrongestNameCounts() {
    Surroundings.install(
        new Names(List.of("userId", "user"), List.of("sessionId"), List.of("chatId")), Names.NONE);
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("user", "Ann A.");
    context.put("USER_ID", " ann ");
    context.put("sessionId", " ");
    context.put("chatId", 7);
    context.put("password", "s3cret");
    context.put(null, "nobody");
    Told told = new Told();
    Surroundings.tellMdc(told, context);
    assertThat(told.facts).isEqualTo(Map.of("MDC USER_ID", "ann"));
    Told nothing = new Told();
    Surroundings.tellMdc(nothing, null);
    Surroundings.tellMdc(nothing, Map.of());
    assertThat(nothing.facts).isEmpty();
  }

  @Test
  void onlyTheNamedEntriesOfBaggageAreAskedFor() {
    Surroundings.install(
        Names.NONE, new Names(List.of("user.id", "enduser.id"), List.of("session.id"), List.of()));
    Map<String, String> baggage = Map.of("enduser.id", "eve", "session.id", "s", "tenant", "t");
    Map<String, Integer> asked = new HashMap<>();
    Told told = new Told();
    Surroundings.tellBaggage(
        told,
        key -> {
          asked.merge(key, 1, Integer::sum);
          return baggage.get(key);
        });
    assertThat(told.facts).isEqualTo(Map.of("BAGGAGE USER_ID", "eve", "BAGGAGE SESSION_ID", "s"));
    assertThat(asked).isEqualTo(Map.of("user.id", 1, "enduser.id", 1, "session.id", 1));
  }
}
