package dev.steno.agent.assemble;

import static dev.steno.agent.assemble.LinkingTest.CHAT;
import static dev.steno.agent.assemble.LinkingTest.asking;
import static dev.steno.agent.assemble.LinkingTest.asks;
import static dev.steno.agent.assemble.LinkingTest.assistant;
import static dev.steno.agent.assemble.LinkingTest.chat;
import static dev.steno.agent.assemble.LinkingTest.result;
import static dev.steno.agent.assemble.LinkingTest.says;
import static dev.steno.agent.assemble.LinkingTest.toolCall;
import static dev.steno.agent.assemble.LinkingTest.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.capture.SteadyClock;
import dev.steno.agent.export.EntryJson;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times have microseconds, and never run backwards, whatever the machine's clock does. */
class TimesTest {
  private static final int TURNS = 200;

  private long nanos;
  private Instant wall = Wire.BEGIN;

  private Clock clock() {
    Clock jumping =
        new Clock() {
          @Override
          public Instant instant() {
            return wall;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    return new SteadyClock(jumping, () -> nanos);
  }

  private void pass(long time) {
    nanos += time;
    wall = wall.plusNanos(time);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aConversationNeverRunsBackwards(long seed) {
    Random random = new Random(seed);
    Clock clock = clock();
    Wire wire = new Wire(Wire.DEFAULTS);
    List<String> said = new ArrayList<>();
    Interaction before = null;
    Instant last = Instant.MIN;
    for (int turn = 0; turn < TURNS; turn++) {
      pass(random.nextInt(2_000_000_000));
      // Set back by up to a day, set forward by up to an hour, or left alone.
      int jump = random.nextInt(4);
      wall = jump == 0 ? wall.minusSeconds(random.nextInt(86_400)) : wall;
      wall = jump == 1 ? wall.plusSeconds(random.nextInt(3_600)) : wall;
      said.add(user("question " + turn));
      List<String> asked = new ArrayList<>(said);
      List<Interaction> complete = new ArrayList<>();
      if (random.nextBoolean()) {
        String tool = toolCall("call_" + turn, "orders", "{}");
        complete.addAll(call(wire, clock, turn + "-a", asked, asks(tool)));
        asked.add(asking(tool));
        asked.add(result("call_" + turn, "none"));
      }
      complete.addAll(call(wire, clock, turn + "-b", asked, says("answer " + turn)));
      said.add(assistant("answer " + turn));
      assertThat(complete).hasSize(1);
      Interaction one = complete.get(0);
      if (before != null) {
        assertThat(one.conversationId()).isEqualTo(before.conversationId());
      }
      assertThat(one.startedAt()).isAfter(last);
      assertThat(one.startedAt()).isEqualTo(one.calls().get(0).startedAt());
      for (Call call : one.calls()) {
        assertThat(call.startedAt()).isAfterOrEqualTo(last);
        assertThat(call.latencyNanos()).isNotNegative();
        last = call.startedAt();
      }
      assertThat(EntryJson.tree(one).get("started_at").toString())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
      before = one;
    }
  }

  private List<Interaction> call(
      Wire wire, Clock clock, String id, List<String> asked, String answer) {
    Instant begin = clock.instant();
    pass(Duration.ofNanos(Wire.CALL_NANOS).toNanos());
    String request = chat(asked.toArray(String[]::new));
    return wire.take(Wire.read(id, begin, CHAT, request, answer));
  }
}
