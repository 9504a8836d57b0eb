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

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever calls come in whatever order: each is given out once, and what was inferred counted. */
class NothingIsLostTest {
  private static final int CALLS = 3_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachCallIsGivenOutOnce(int seed) {
    Random random = new Random(seed);
    Wire wire = new Wire(Wire.DEFAULTS, seed % 2 == 0 ? 1 << 14 : 1 << 24);
    List<Interaction> out = new ArrayList<>();
    int inferred = 0;
    for (int i = 0; i < CALLS; i++) {
      wire.nanos += random.nextInt(2_000_000_000);
      out.addAll(wire.call(CHAT, request(random), answer(random)));
      if (random.nextInt(10) == 0) {
        out.addAll(wire.linking.expired(wire.nanos));
      }
      inferred += wire.linking.inferred();
    }
    out.addAll(wire.linking.expired(wire.nanos + Duration.ofMinutes(5).toNanos()));
    assertThat(wire.linking.isWaiting()).isFalse();
    assertThat(wire.linking.finish()).isEmpty();
    Set<String> ids = new HashSet<>();
    Set<String> interactions = new HashSet<>();
    int made = 0;
    for (Interaction one : out) {
      assertThat(interactions.add(one.id())).isTrue();
      for (Call call : one.calls()) {
        assertThat(ids.add(call.id())).as(call.id()).isTrue();
        made += call.operation().equals("execute_tool") ? 1 : 0;
      }
    }
    assertThat(made).isEqualTo(inferred).isPositive();
    assertThat(ids).hasSize(CALLS + inferred);
  }

  private static String tool(Random random) {
    return toolCall("call_" + random.nextInt(3), "find", "{'q':'" + random.nextInt(3) + "'}");
  }

  /** Few words and ids, so that many of them fit to many. */
  private static String request(Random random) {
    List<String> messages = new ArrayList<>();
    messages.add(user("question " + random.nextInt(4)));
    for (int rounds = random.nextInt(4); rounds > 0; rounds--) {
      switch (random.nextInt(4)) {
        case 0 -> messages.add(assistant("answer " + random.nextInt(4)));
        case 1 -> messages.add(user("question " + random.nextInt(4)));
        default -> {
          messages.add(asking(tool(random)));
          messages.add(result("call_" + random.nextInt(3), "result " + random.nextInt(3)));
        }
      }
    }
    return chat(messages.toArray(String[]::new));
  }

  private static String answer(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> says("answer " + random.nextInt(4));
      case 1 -> asks(tool(random), tool(random));
      case 2 -> "{'choices':[]}";
      default -> asks(tool(random));
    };
  }
}
