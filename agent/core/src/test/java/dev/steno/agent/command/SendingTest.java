package dev.steno.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.Samples;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of what a destination answers while somebody waits. */
class SendingTest {
  private final List<String> taken = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private int requests;

  private Sending sending(Exporter exporter) {
    return new Sending("vendor", exporter, entry -> entry, waits::add);
  }

  private static List<Entry> entries(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(Samples.interaction("question " + i));
    }
    return entries;
  }

  private void take(List<Entry> entries) {
    entries.forEach(entry -> taken.add(((Interaction) entry).input()));
  }

  private static DeliveryException failure(Remedy remedy, Duration after, int entries) {
    return new DeliveryException(remedy, "it said so", after, entries, null);
  }

  @Test
  void allAreTakenInOrder() throws InterruptedException {
    Sending sending =
        sending(
            some -> {
              take(some.subList(0, Math.min(3, some.size())));
              return Math.min(3, some.size());
            });
    assertThat(sending.send(entries(10))).isEqualTo(Collections.nCopies(10, true));
    assertThat(taken).hasSize(10).startsWith("question 0", "question 1").doesNotHaveDuplicates();
    assertThat(sending.delivered()).isEqualTo(10);
  }

  @Test
  void theOneThatIsRefusedIsFoundAmongMany() throws InterruptedException {
    Sending sending =
        sending(
            some -> {
              requests++;
              if (some.stream().anyMatch(one -> ((Interaction) one).input().endsWith(" 37"))) {
                throw failure(Remedy.SET_ASIDE, null, some.size());
              }
              take(some);
              return some.size();
            });
    List<Boolean> sent = sending.send(entries(100));
    assertThat(sent).hasSize(100);
    assertThat(sent.indexOf(false)).isEqualTo(37);
    assertThat(sending.delivered()).isEqualTo(99);
    assertThat(sending.refused()).isEqualTo(1);
    assertThat(sending.why()).isEqualTo("it said so");
    assertThat(requests).isLessThan(30);
  }

  @Test
  void whoIsNotLetInStops() throws InterruptedException {
    Sending sending =
        sending(
            some -> {
              throw failure(Remedy.PAUSE, null, 1);
            });
    assertThat(sending.send(entries(3))).isEmpty();
    assertThat(sending.isStopped()).isTrue();
    assertThat(sending.send(entries(3))).isEmpty();
  }

  @Test
  void itIsTriedAgainAFewTimes() throws InterruptedException {
    Sending sending =
        sending(
            some -> {
              if (requests++ < 4) {
                throw failure(Remedy.RETRY, null, 1);
              }
              return some.size();
            });
    assertThat(sending.send(entries(3))).containsExactly(true, true, true);
    assertThat(waits).hasSize(4).isSorted();
    requests = -1_000;
    assertThat(sending.send(entries(3))).isEmpty();
    assertThat(sending.isStopped()).isTrue();
    assertThat(waits).hasSize(8);
  }

  @Test
  void aServersTimeIsKeptUnlessItIsLong() throws InterruptedException {
    Sending sending =
        sending(
            some -> {
              throw failure(Remedy.RETRY, Duration.ofSeconds(requests++ == 0 ? 7 : 3_600), 1);
            });
    assertThat(sending.send(entries(1))).isEmpty();
    assertThat(waits).containsExactly(Duration.ofSeconds(7));
    assertThat(sending.isStopped()).isTrue();
  }

  @Test
  void whatFailsIsRefused() throws InterruptedException {
    Sending sending =
        sending(
            some -> {
              throw new IOException("no space");
            });
    assertThat(sending.send(entries(3))).containsExactly(false, false, false);
    assertThat(sending.why()).contains("no space");
  }
}
