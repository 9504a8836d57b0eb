package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What waits in memory: in order, bounded, and said as soon as it is there. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class BacklogTest {
  private final Health health = new Health();
  private final Log log = new Log(new PrintStream(new ByteArrayOutputStream()), false);

  /** A journal in which one exporter has a place, or several. */
  private final class Waiting {
    final Journal journal;
    final Backlog backlog;

    Waiting(long capacity, long patienceNanos) {
      journal = new Journal(capacity, null, health, log);
      backlog = place("vendor", patienceNanos);
    }

    Waiting(long capacity) {
      this(capacity, 0);
    }

    Backlog place(String name, long patienceNanos) {
      return new Backlog(journal, name, null, patienceNanos, health, log);
    }

    /** Whether it was taken. */
    boolean offer(Entry entry) {
      int before = backlog.size();
      journal.add(entry);
      journal.flush();
      return backlog.size() > before;
    }
  }

  private long lost(String exporter) {
    Map<?, ?> dropped = (Map<?, ?>) health.counters().get("dropped");
    Object count = dropped.get("backlog_full." + exporter);
    return count == null ? 0 : ((Number) count).longValue();
  }

  @Test
  void whatIsFirstComesOutFirstAndStaysUntilItIsRemoved() {
    Waiting waiting = new Waiting(1 << 30);
    Backlog backlog = waiting.backlog;
    List<Entry> entries = Entries.turns(5, 1);
    entries.forEach(waiting::offer);
    assertThat(backlog.first(3)).isEqualTo(entries.subList(0, 3));
    assertThat(backlog.first(9)).isEqualTo(entries);
    backlog.remove(2, calls -> {});
    assertThat(backlog.first(9)).isEqualTo(entries.subList(2, 5));
    assertThat(backlog.first(1)).isEqualTo(entries.subList(2, 3));
    assertThat(backlog.size()).isEqualTo(3);
  }

  @Test
  void whatIsNotFlushedIsForNobody() {
    Waiting waiting = new Waiting(1 << 30);
    waiting.journal.add(Samples.interaction("one"));
    assertThat(waiting.backlog.first(9)).isEmpty();
    waiting.journal.flush();
    assertThat(waiting.backlog.first(9)).hasSize(1);
  }

  @Test
  void oneGoesInHoweverBigAndNoneBesideIt() {
    Waiting waiting = new Waiting(10);
    assertThat(waiting.offer(Entries.odd().get("huge"))).isTrue();
    assertThat(waiting.offer(Entries.turns(1, 1).get(0))).isFalse();
    assertThat(lost("vendor")).isEqualTo(2);
    assertThat(waiting.backlog.first(9)).hasSize(1);
    waiting.backlog.remove(1, calls -> {});
    assertThat(waiting.offer(Entries.turns(1, 1).get(0))).isTrue();
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
      Waiting waiting = new Waiting(1_000_000);
      int taken = 0;
      while (waiting.offer(entry)) {
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
    Waiting waiting = new Waiting(20_000);
    List<Entry> entries = Entries.turns(3, 1);
    int fits = 0;
    while (waiting.offer(entries.get(fits % 3))) {
      fits++;
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(waiting.backlog.first(3)).hasSize(3);
      waiting.backlog.remove(3, calls -> {});
      for (int j = 0; j < 3; j++) {
        assertThat(waiting.offer(entries.get((fits + j) % 3))).isTrue();
      }
    }
    assertThat(waiting.offer(entries.get(fits % 3))).isFalse();
  }

  /** The one that takes nothing holds all that there is; the others get everything. */
  @Test
  void whoIsSlowMakesNobodyElseLose() {
    Waiting waiting = new Waiting(100_000);
    Backlog second = waiting.place("second", 0);
    Backlog third = waiting.place("third", 0);
    List<Entry> entries = Entries.turns(1_000, 3);
    List<Entry> taken = new ArrayList<>();
    for (Entry entry : entries) {
      waiting.offer(entry);
      taken.addAll(second.first(9));
      second.remove(second.first(9).size(), calls -> {});
      if (third.size() == 5) {
        assertThat(third.first(9)).hasSize(5);
        third.remove(5, calls -> {});
      }
    }
    assertThat(taken).isEqualTo(entries);
    assertThat(lost("second")).isZero();
    assertThat(lost("third")).isZero();
    assertThat(lost("vendor")).isGreaterThan(500);
    assertThat(waiting.backlog.size()).isBetween(10, 60);
    assertThat(waiting.backlog.first(9)).isEqualTo(entries.subList(0, 9));
  }

  @Test
  void allThatTakeNothingTogetherHoldLittleMoreThanOne() {
    Waiting waiting = new Waiting(200_000);
    Backlog late = waiting.place("late", 0);
    List<Entry> entries = Entries.turns(500, 1);
    for (Entry entry : entries) {
      waiting.offer(entry);
      if (waiting.backlog.size() <= 20) {
        late.remove(late.first(9).size(), calls -> {});
      }
    }
    int held = waiting.backlog.size();
    assertThat(late.size()).isBetween(held / 3, held);
  }

  @Test
  void whatIsGivenOutAtOnceIsBounded() {
    Waiting waiting = new Waiting(1 << 30);
    Entry large = new Turn("x".repeat(400_000), null).build();
    for (int i = 0; i < 10; i++) {
      waiting.offer(large);
    }
    assertThat(waiting.backlog.first(512)).hasSize(2);
    waiting.backlog.remove(1, calls -> {});
    assertThat(waiting.backlog.first(512)).hasSize(2);
  }

  @Test
  void aPauseEndsWithWhatComesAlsoBeforeIt() throws InterruptedException {
    Waiting waiting = new Waiting(1 << 20);
    waiting.offer(Entries.turns(1, 1).get(0));
    waiting.offer(Entries.turns(1, 1).get(0));
    waiting.backlog.pause(1_000_000, 0);
    Thread waker = new Thread(waiting.backlog::wake);
    waker.start();
    waiting.backlog.pause(1_000_000, 0);
    waker.join();
  }

  @Test
  void manyWakingsAreOne() throws InterruptedException {
    Backlog backlog = new Waiting(1 << 20).backlog;
    for (int i = 0; i < 1_000; i++) {
      backlog.wake();
    }
    backlog.pause(1_000_000, 0);
    long begin = System.nanoTime();
    backlog.pause(20, 0);
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(15));
  }

  @Test
  void whatComesWaitsForMoreUnlessThatIsMuchOrSomebodyWaitsForIt() throws InterruptedException {
    Waiting waiting = new Waiting(1 << 30);
    waiting.offer(Entries.turns(1, 1).get(0));
    long begin = System.nanoTime();
    waiting.backlog.pause(1_000_000, 20);
    assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(15));

    waiting.offer(Entries.turns(1, 1).get(0));
    assertThat(waiting.backlog.awaitEmpty(0)).isFalse();
    waiting.backlog.pause(1_000_000, 1_000_000);

    for (int i = 0; i < 3; i++) {
      waiting.offer(new Turn("x".repeat(400_000), null).build());
    }
    waiting.backlog.pause(1_000_000, 1_000_000);
  }

  @Test
  void nothingIsLostBetweenThreads() throws InterruptedException {
    Waiting waiting = new Waiting(1 << 30);
    Backlog backlog = waiting.backlog;
    List<Entry> entries = Entries.turns(20_000, 1);
    Thread offering = new Thread(() -> entries.forEach(waiting::offer));
    offering.start();
    List<Entry> taken = new ArrayList<>();
    while (taken.size() < entries.size()) {
      List<Entry> some = backlog.first(100);
      if (some.isEmpty()) {
        backlog.pause(1_000_000, 0);
      }
      taken.addAll(some);
      backlog.remove(some.size(), calls -> {});
    }
    assertThat(taken).isEqualTo(entries);
    offering.join();
  }

  @Test
  void whatIsLocalIsWaitedFor() throws Exception {
    Waiting waiting = new Waiting(1, Long.MAX_VALUE >> 2);
    assertThat(waiting.offer(Samples.interaction("one"))).isTrue();
    CompletableFuture<?> offered =
        CompletableFuture.runAsync(() -> waiting.offer(Samples.interaction("two")));
    assertThat(waiting.backlog.first(1)).hasSize(1);
    waiting.backlog.remove(1, calls -> {});
    offered.get(20, TimeUnit.SECONDS);
    assertThat(waiting.backlog.size()).isEqualTo(1);
    assertThat(lost("vendor")).isZero();
  }

  @Test
  void itIsWaitedForNoLongerThanThat() {
    Waiting waiting = new Waiting(1, 1);
    assertThat(waiting.offer(Samples.interaction("one"))).isTrue();
    assertThat(waiting.offer(Samples.interaction("two"))).isFalse();
    assertThat(lost("vendor")).isEqualTo(1);
  }

  @Test
  void whatFailsIsNotWaitedForNorIsTheEndOfAJournal() throws Exception {
    Waiting waiting = new Waiting(1, Long.MAX_VALUE >> 2);
    waiting.offer(Samples.interaction("one"));
    CompletableFuture<Boolean> offered =
        CompletableFuture.supplyAsync(() -> waiting.offer(Samples.interaction("two")));
    waiting.backlog.failing(true);
    assertThat(offered.get(20, TimeUnit.SECONDS)).isFalse();
    waiting.backlog.failing(false);
    CompletableFuture<Boolean> last =
        CompletableFuture.supplyAsync(() -> waiting.offer(Samples.interaction("three")));
    waiting.journal.close(1_000);
    assertThat(last.get(20, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void anInterruptLosesNothing() throws Exception {
    Waiting waiting = new Waiting(1, Long.MAX_VALUE >> 2);
    waiting.offer(Samples.interaction("one"));
    Thread writer = new Thread(() -> waiting.offer(Samples.interaction("two")));
    writer.start();
    writer.interrupt();
    waiting.backlog.first(1);
    waiting.backlog.remove(1, calls -> {});
    writer.join();
    assertThat(waiting.backlog.first(1)).hasSize(1);
    assertThat(lost("vendor")).isZero();
  }
}
