package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.model.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a destination does in an hour: each record is there once by its id, in order. */
class OutageTest {
  private static final int MANY = Boolean.getBoolean("nightly") ? 100_000 : 10_000;
  private static final int CONVERSATIONS = 50;
  private static final Duration HOUR = Duration.ofHours(1);

  /** How a destination fails; it has taken the batch, or not, when it says so. */
  enum Trouble {
    DOWN_FOR_AN_HOUR,
    FLAPPING,
    RESETTING,
    HANGING,
    TOO_MANY,
    HALF_ANSWERS,
    ALL
  }

  private final Random random = new Random(7);
  private final List<String> arrived = new ArrayList<>();
  private int inFlight;

  private final class Destination implements Exporter {
    private final Trouble trouble;
    private final Clock clock;
    private final Instant begin;
    private final VirtualSender[] sender;
    private Instant notBefore = Instant.MIN;

    Destination(Trouble trouble, Clock clock, VirtualSender[] sender) {
      this.trouble = trouble;
      this.clock = clock;
      this.begin = clock.instant();
      this.sender = sender;
    }

    @Override
    public int export(List<Entry> entries) throws DeliveryException {
      assertThat(++inFlight).isEqualTo(1);
      try {
        return answer(entries);
      } finally {
        inFlight--;
      }
    }

    private int answer(List<Entry> entries) throws DeliveryException {
      Instant now = clock.instant();
      assertThat(now).isAfterOrEqualTo(notBefore);
      Trouble now1 =
          trouble == Trouble.ALL
              ? Trouble.values()[random.nextInt(Trouble.values().length - 1)]
              : trouble;
      int some = 1 + random.nextInt(Math.min(100, entries.size()));
      switch (now1) {
        case DOWN_FOR_AN_HOUR -> failIf(now.isBefore(begin.plus(HOUR)), null);
        case FLAPPING -> failIf(random.nextInt(100) < 30, null);
        case RESETTING -> failIf(random.nextInt(100) < 10, null);
        case HANGING -> {
          if (random.nextInt(100) < 5) {
            sender[0].pass(Duration.ofSeconds(30));
            failIf(true, null);
          }
        }
        case TOO_MANY -> {
          if (random.nextInt(100) < 10) {
            Duration after = Duration.ofSeconds(random.nextInt(300));
            notBefore = now.plus(after);
            failIf(true, after);
          }
        }
        default -> {
          if (random.nextInt(100) < 10) {
            take(entries.subList(0, some)); // it was there, and nobody was told
            failIf(true, null);
          }
        }
      }
      take(entries.subList(0, some));
      return some;
    }

    private void take(List<Entry> entries) {
      entries.forEach(entry -> arrived.add(entry.id() + " " + entry.conversationId()));
    }

    private void failIf(boolean isSo, Duration after) throws DeliveryException {
      if (isSo) {
        throw new DeliveryException(Remedy.RETRY, "answered 503", after, 1, null);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachIsThereOnceByItsIdAndInOrder(Trouble trouble) {
    VirtualSender[] sender = new VirtualSender[1];
    sender[0] = new VirtualSender(clock -> new Destination(trouble, clock, sender), 1L << 40, 0.5);
    List<Entry> entries = Entries.turns(MANY, CONVERSATIONS);
    for (int i = 0; i < MANY; i += 500) {
      sender[0].offer(entries.subList(i, i + 500));
      sender[0].turn();
      sender[0].pass(Duration.ofSeconds(2));
    }
    sender[0].sendAll();
    Set<String> once = new HashSet<>();
    Map<String, String> last = new HashMap<>();
    for (String one : arrived) {
      if (once.add(one)) {
        String before = last.put(one.substring(37), one.substring(0, 36));
        assertThat(before == null || before.compareTo(one) < 0).as(one).isTrue();
      }
    }
    assertThat(once).hasSize(MANY);
    int calls = entries.stream().mapToInt(Weight::calls).sum();
    assertThat(sender[0].counted())
        .isEqualTo("captured=" + calls + " delivered.vendor=" + calls + " dropped=0 linked=0");
    assertThat(sender[0].waits()).allMatch(wait -> !wait.isNegative() && wait.compareTo(HOUR) <= 0);
  }
}
