package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.model.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is never taken is found among what is, and kept. */
class PoisonTest {
  private final List<Entry> taken = new ArrayList<>();
  private final List<String> dead = new ArrayList<>();
  private int requests;

  /** Sends in batches of so many, of which each is refused that has one of the bad in it. */
  private Exporter batching(int most, List<Entry> bad) {
    return waiting -> {
      List<Entry> batch = waiting.subList(0, Math.min(most, waiting.size()));
      requests++;
      if (batch.stream().anyMatch(bad::contains)) {
        throw new DeliveryException(
            Remedy.SET_ASIDE, "/x answered 400 no", null, batch.size(), null);
      }
      taken.addAll(batch);
      return batch.size();
    };
  }

  private VirtualSender sender(Exporter exporter) {
    return sender(exporter, UnaryOperator.identity(), false);
  }

  private VirtualSender sender(Exporter exporter, UnaryOperator<Entry> view, boolean isLocal) {
    return new VirtualSender(
        clock -> exporter,
        1L << 40,
        1,
        view,
        (name, reason, answer, entry) -> dead.add(reason + " " + entry.id() + " " + answer),
        isLocal);
  }

  private static int undisturbed(int count, int batch) {
    return (count + batch - 1) / batch;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 64, 100, 300, 511, 512})
  void onePoisonRecordAmongAThousandCostsAFewRequests(int batch) {
    List<Entry> entries = Entries.turns(1_000, 7);
    for (int at = 0; at < 1_000; at += 37) {
      taken.clear();
      dead.clear();
      requests = 0;
      VirtualSender sender = sender(batching(batch, entries.subList(at, at + 1)));
      sender.offer(entries);
      sender.sendAll();
      List<Entry> good = new ArrayList<>(entries);
      good.remove(at);
      assertThat(taken).isEqualTo(good);
      assertThat(dead).containsExactly("refused " + entries.get(at).id() + " /x answered 400 no");
      double more = 2 * Math.log(batch) / Math.log(2) + 1;
      assertThat(requests - undisturbed(1_000, batch)).isLessThanOrEqualTo((int) Math.ceil(more));
      assertThat(sender.counted())
          .contains("dropped.refused.vendor=" + Weight.calls(entries.get(at)));
    }
  }

  @Test
  void severalAreFound() {
    List<Entry> entries = Entries.turns(1_000, 7);
    List<Entry> bad = List.of(entries.get(0), entries.get(1), entries.get(500), entries.get(999));
    VirtualSender sender = sender(batching(512, bad));
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).hasSize(996).doesNotContainAnyElementsOf(bad);
    assertThat(dead).hasSize(4);
    assertThat(requests).isLessThan(70);
  }

  @Test
  void aServerThatTakesNothingIsNotSearchedForEachRecord() {
    List<Entry> entries = Entries.turns(1_000, 7);
    VirtualSender sender = sender(batching(512, entries));
    sender.offer(entries);
    sender.sendAll();
    assertThat(dead).hasSize(1_000);
    assertThat(requests).isLessThan(1_030);
  }

  @Test
  void whatIsTooMuchTogetherIsSentInSmallerBatchesWhichGrowAgain() {
    List<Entry> entries = Entries.turns(2_000, 7);
    int[] sizes = new int[1];
    VirtualSender sender =
        sender(
            waiting -> {
              requests++;
              if (waiting.size() > 100) {
                throw new DeliveryException(Remedy.SET_ASIDE, "413", null, waiting.size(), null);
              }
              sizes[0] = Math.max(sizes[0], waiting.size());
              taken.addAll(waiting);
              return waiting.size();
            });
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).isEqualTo(entries);
    assertThat(dead).isEmpty();
    assertThat(sizes[0]).isBetween(50, 100);
    assertThat(requests).isLessThan(2_000 / 50 * 4);
  }

  @Test
  void aBugOfAnExporterLosesWhatItIsAbout() {
    List<Entry> entries = Entries.turns(100, 7);
    VirtualSender sender =
        sender(
            waiting -> {
              if (waiting.contains(entries.get(42))) {
                throw new IllegalStateException("content");
              }
              taken.addAll(waiting);
              return waiting.size();
            });
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).hasSize(99);
    assertThat(dead)
        .hasSize(1)
        .first()
        .asString()
        .startsWith("export_failed ")
        .doesNotContain("content");
  }

  /** Nobody knows what of it may be sent: so nothing is. */
  @Test
  void whatCannotBeViewedIsNotSent() {
    List<Entry> entries = Entries.turns(10, 2);
    VirtualSender sender =
        sender(
            batching(512, List.of()),
            entry -> {
              if (entry == entries.get(0) || entry == entries.get(5)) {
                throw new IllegalStateException("content");
              }
              return ((dev.steno.agent.model.Interaction) entry).in("viewed", "new");
            },
            false);
    sender.offer(entries);
    sender.sendAll();
    assertThat(taken).hasSize(8).allMatch(entry -> "viewed".equals(entry.conversationId()));
    assertThat(sender.counted()).contains("dropped.view_failed.vendor=3 ");
    assertThat(String.join("\n", sender.lines())).doesNotContain("content");
  }

  @ParameterizedTest
  @CsvSource({"true,2", "false,60"})
  void whatIsOnThisMachineIsTriedAgainSoon(boolean isLocal, long most) {
    int[] failing = {20};
    VirtualSender sender =
        sender(
            waiting -> {
              if (failing[0]-- > 0) {
                throw new DeliveryException(Remedy.RETRY, "full", null, 1, new IOException("full"));
              }
              taken.addAll(waiting);
              return waiting.size();
            },
            UnaryOperator.identity(),
            isLocal);
    sender.offer(Entries.turns(10, 2));
    sender.sendAll();
    assertThat(taken).hasSize(10);
    assertThat(sender.waits())
        .hasSize(20)
        .allMatch(wait -> wait.compareTo(Duration.ofSeconds(most)) <= 0);
    assertThat(sender.counted()).contains("dropped=0");
  }
}
