package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits: in order, bounded, and said as soon as it is there. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BacklogTest {
  @Test
  void whatIsFirstComesOutFirstAndStaysUntilItIsRemoved() {
    Backlog backlog = new Backlog(1 << 30);
    List<Entry> entries = Entries.turns(5, 1);
    entries.forEach(backlog::offer);
    assertThat(backlog.first(3)).isEqualTo(entries.subList(0, 3));
    assertThat(backlog.first(9)).isEqualTo(entries);
    backlog.remove(2);
    assertThat(backlog.first(9)).isEqualTo(entries.subList(2, 5));
    assertThat(backlog.size()).isEqualTo(3);
  }

  @Test
  void oneGoesInHoweverBigAndNoneBesideIt() {
    Backlog backlog = new Backlog(10);
    assertThat(backlog.offer(Entries.odd().get("huge"))).isTrue();
    assertThat(backlog.offer(Entries.turns(1, 1).get(0))).isFalse();
    backlog.remove(1);
    assertThat(backlog.offer(Entries.turns(1, 1).get(0))).isTrue();
  }

  @Test
  void allThatIsLongCounts() {
    String big = "x".repeat(100_000);
    List<Entry> long100k =
        List.of(
            new Turn(big, null).build(),
            new Turn(null, big).build(),
            new Turn("q", "a").property("p", big).build(),
            new Turn("q", "a").call(Entries.tool("1", "t", big, null)).build(),
            new Turn("q", "a")
                .call(Entries.tool("1", "t", null, List.of(Map.of("a", big))))
                .build(),
            new Turn("q", "a").call(Entries.agent("1", "t", big, null)).build(),
            new Turn("q", "a").call(Entries.agent("1", "t", null, big)).build(),
            event(Map.of("text", big), null),
            event(Map.of(), new byte[200_000]));
    for (Entry entry : long100k) {
      Backlog backlog = new Backlog(1_000_000);
      int taken = 0;
      while (backlog.offer(entry)) {
        taken++;
      }
      assertThat(taken).as(entry.toString().substring(0, 50)).isEqualTo(4);
    }
  }

  private static Event event(Map<String, Object> fields, byte[] content) {
    return new Event(
        "1",
        Event.Kind.ATTACHMENT,
        null,
        null,
        Entries.BEGIN,
        dev.steno.agent.model.Origin.UNKNOWN,
        null,
        new java.util.HashMap<>(fields),
        content);
  }

  @Test
  void whatIsRemovedMakesRoomExactly() {
    Backlog backlog = new Backlog(20_000);
    List<Entry> entries = Entries.turns(3, 1);
    int fits = 0;
    while (backlog.offer(entries.get(fits % 3))) {
      fits++;
    }
    for (int i = 0; i < 10_000; i++) {
      backlog.remove(3);
      for (int j = 0; j < 3; j++) {
        assertThat(backlog.offer(entries.get((fits + j) % 3))).isTrue();
      }
    }
    assertThat(backlog.offer(entries.get(fits % 3))).isFalse();
  }

  @Test
  void aPauseEndsWithWhatComesAlsoBeforeIt() throws InterruptedException {
    Backlog backlog = new Backlog(1 << 20);
    backlog.offer(Entries.turns(1, 1).get(0));
    backlog.offer(Entries.turns(1, 1).get(0));
    backlog.pause(1_000_000);
    Thread waker = new Thread(backlog::wake);
    waker.start();
    backlog.pause(1_000_000);
    waker.join();
  }

  @Test
  void manyWakingsAreOne() throws InterruptedException {
    Backlog backlog = new Backlog(1 << 20);
    for (int i = 0; i < 1_000; i++) {
      backlog.wake();
    }
    backlog.pause(1_000_000);
    long begin = System.nanoTime();
    backlog.pause(20);
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(15));
  }

  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    Backlog backlog = new Backlog(1 << 30);
    List<Entry> entries = Entries.turns(20_000, 1);
    Thread offering = new Thread(() -> entries.forEach(backlog::offer));
    offering.start();
    List<Entry> taken = new ArrayList<>();
    while (taken.size() < entries.size()) {
      List<Entry> some = backlog.first(100);
      if (some.isEmpty()) {
        backlog.pause(1_000_000);
      }
      taken.addAll(some);
      backlog.remove(some.size());
    }
    assertThat(taken).isEqualTo(entries);
    offering.join();
  }

  @Test
  void whoeverWaitsForRoomGetsItOnceThereIsSome() throws Exception {
    Backlog backlog = new Backlog(1);
    assertThat(backlog.offer(Samples.interaction("one"))).isTrue();
    assertThat(backlog.offer(Samples.interaction("two"), 1)).isFalse();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return backlog.offer(Samples.interaction("three"), Long.MAX_VALUE >> 2);
              } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
              }
            });
    backlog.remove(1);
    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(backlog.size()).isEqualTo(1);
  }
}
