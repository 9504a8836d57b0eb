package dev.steno.agent.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.spool.FaultySpool;
import dev.steno.agent.spool.Losses;
import dev.steno.agent.spool.Spool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits in memory and on disk: nothing is lost between them, and all is accounted for. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class JournalTest {
  private static final int SEEDS = Boolean.getBoolean("nightly") ? 2_000 : 60;

  @TempDir Path home;
  private long nanos = 1;

  /** A process's journal, as it is wired. */
  private final class Process implements Losses {
    final ByteArrayOutputStream said = new ByteArrayOutputStream();
    final Health health = new Health();
    final Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), true);
    final FaultySpool disk = new FaultySpool();
    final Map<String, Backlog> places = new LinkedHashMap<>();
    final Map<String, List<Entry>> taken = new HashMap<>();
    final List<Entry> adopted = new ArrayList<>();
    final Journal journal;

    Process(long maxSize, long capacity, String... exporters) {
      List<String> readers = new ArrayList<>();
      for (String exporter : exporters) {
        if (!exporter.equals("file")) {
          readers.add(exporter + "-0123abcd");
        }
      }
      journal =
          new Journal(
              capacity,
              new Journal.Opening() {
                @Override
                public Spool open() throws IOException {
                  return disk.open(
                      home.resolve("spool"), maxSize, readers, Process.this, () -> nanos);
                }

                @Override
                public Entry adopted(Entry entry) {
                  adopted.add(entry);
                  return entry;
                }
              },
              health,
              log);
      for (String exporter : exporters) {
        String reader = exporter.equals("file") ? null : exporter + "-0123abcd";
        Supplier<String> named = reader == null ? null : () -> reader;
        places.put(exporter, new Backlog(journal, exporter, named, 0, health, log));
        taken.put(exporter, new ArrayList<>());
      }
      journal.open();
    }

    void add(Entry entry) {
      for (int call = 0; call < Weight.calls(entry); call++) {
        health.captured();
      }
      journal.add(entry);
    }

    void addAll(List<Entry> entries) {
      entries.forEach(this::add);
      journal.flush();
    }

    /** Takes some, as a sender does. */
    int take(String exporter, int most, int remove) {
      Backlog backlog = places.get(exporter);
      List<Entry> first = backlog.first(most);
      int count = Math.min(remove, first.size());
      if (count > 0) {
        taken.get(exporter).addAll(first.subList(0, count));
        backlog.remove(count, calls -> health.delivered(exporter, calls));
      }
      return count;
    }

    List<Entry> drain(String exporter) {
      while (take(exporter, 512, 512) > 0) {
        // The next.
      }
      return taken.get(exporter);
    }

    void tick() {
      nanos += TimeUnit.MILLISECONDS.toNanos(600);
      journal.tick();
    }

    Map<String, Long> end() {
      Map<String, Long> spooled = journal.close(1_000);
      health.settle("shutdown", places.keySet(), spooled);
      for (String exporter : places.keySet()) {
        assertThat(health.accounted(exporter))
            .as(exporter + ": " + health.summary())
            .isEqualTo(health.owed(exporter));
      }
      return spooled;
    }

    @Override
    public void givenUp(String reader, int calls, String reason) {
      health.dropped(reason, reader.substring(0, reader.lastIndexOf('-')), calls);
    }

    @Override
    public void adopted(String reader, int calls) {
      health.adopted(reader.substring(0, reader.lastIndexOf('-')), calls);
    }

    @Override
    public void trouble(String what) {
      log.warn(what);
    }
  }

  private static List<String> ids(List<Entry> entries) {
    return entries.stream().map(Entry::id).toList();
  }

  private static List<Entry> large(int count, int size) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(
          new Turn("m-" + i + "." + "x".repeat(size), "a")
              .id(Entries.id(i))
              .call(Entries.chat(Entries.id(100_000 + i), "gpt-4o", null))
              .build());
    }
    return entries;
  }

  @Test
  void whoIsBehindReadsFromDiskAndThenFromMemory() {
    Process process = new Process(256 << 20, 16 << 20, "slow", "quick");
    List<Entry> entries = large(3_000, 2_000);
    for (int i = 0; i < 3_000; i += 100) {
      process.addAll(entries.subList(i, i + 100));
      process.drain("quick");
      process.tick();
    }
    assertThat(process.places.get("slow").bytes()).isLessThanOrEqualTo(Journal.BESIDE_SPOOL);
    assertThat(process.taken.get("quick")).isEqualTo(entries);
    assertThat(process.drain("slow")).isEqualTo(entries);
    assertThat(process.end()).containsEntry("slow", 0L).containsEntry("quick", 0L);
    assertThat(process.health.summary())
        .contains("delivered.quick=3000 delivered.slow=3000 dropped=0");
  }

  @Test
  void whatWaitsIsTakenOverByTheNextProcess() {
    List<Entry> entries = Entries.turns(500, 7);
    Process first = new Process(256 << 20, 16 << 20, "slow", "quick");
    first.addAll(entries);
    first.drain("quick");
    first.take("slow", 512, 123);
    Map<String, Long> spooled = first.end();
    int calls = entries.subList(123, 500).stream().mapToInt(Weight::calls).sum();
    assertThat(spooled).containsEntry("slow", (long) calls).containsEntry("quick", 0L);
    assertThat(first.health.summary()).contains("spooled.slow=" + calls).contains("dropped=0");

    Process second = new Process(256 << 20, 16 << 20, "slow", "quick");
    List<Entry> own = Entries.turns(5, 1);
    second.addAll(own);
    for (int i = 0; i < 5; i++) {
      second.tick();
      second.drain("slow");
      second.drain("quick");
    }
    List<Entry> all = second.taken.get("slow");
    assertThat(all).hasSize(377 + 5).containsAll(entries.subList(123, 500)).containsAll(own);
    assertThat(second.taken.get("quick")).isEqualTo(own);
    assertThat(second.adopted).isEqualTo(entries.subList(123, 500));
    second.end();
    assertThat(second.health.summary()).contains("adopted.slow=" + calls, "dropped=0");
  }

  @Test
  void aDiskThatTakesNothingHoldsNobodyUpAndWhatWaitsInMemoryIsBounded() {
    Process process = new Process(256 << 20, 16 << 20, "slow", "quick");
    process.disk.isFull = true;
    List<Entry> entries = large(6_000, 1_000);
    for (int i = 0; i < 6_000; i += 100) {
      process.addAll(entries.subList(i, i + 100));
      process.drain("quick");
      process.tick();
    }
    assertThat(process.taken.get("quick")).isEqualTo(entries);
    assertThat(process.places.get("slow").bytes()).isLessThan(3 * Journal.BESIDE_SPOOL);
    assertThat(process.health.summary()).contains("dropped.backlog_full.slow");
    process.disk.isFull = false;
    process.tick();
    process.tick();
    assertThat(process.journal.isTroubled()).isFalse();
    int before = process.drain("slow").size();
    assertThat(process.taken.get("slow")).isEqualTo(entries.subList(0, before));
    List<Entry> later = Entries.turns(50, 1);
    process.addAll(later);
    assertThat(process.drain("slow").subList(before, before + 50)).isEqualTo(later);
    process.end();
  }

  /** What has no place on disk keeps what it was promised, whoever else needs memory. */
  @Test
  void whatIsInMemoryForOneOnlyIsNotForgotten() {
    Process process = new Process(256 << 20, 16 << 20, "slow", "file");
    List<Entry> entries = large(3_000, 2_000);
    process.addAll(entries.subList(0, 500));
    process.addAll(entries.subList(500, 3_000));
    int kept = process.drain("file").size();
    assertThat(process.taken.get("file")).isEqualTo(entries.subList(0, kept));
    assertThat(process.health.summary()).contains("dropped.backlog_full.file=" + (3_000 - kept));
    assertThat(kept).isGreaterThan(500);
    assertThat(process.drain("slow")).isEqualTo(entries);
    process.end();
    assertThat(process.health.summary()).doesNotContain("shutdown");
  }

  @Test
  void withoutMemoryToReadNothingIsLost() {
    Process process = new Process(256 << 20, 16 << 20, "slow");
    List<Entry> entries = large(3_000, 2_000);
    process.addAll(entries);
    process.disk.isWithoutMemory = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> process.take("slow", 512, 512)).isInstanceOf(OutOfMemoryError.class);
    }
    process.disk.isWithoutMemory = false;
    assertThat(process.drain("slow")).isEqualTo(entries);
    process.end();
  }

  /** As when there is no memory for what is written. */
  private static final class Unwritable {
    @Override
    public String toString() {
      throw new OutOfMemoryError("of the test");
    }
  }

  @Test
  void withoutMemoryToWriteAnEntryWaitsInMemoryAndCountsOnce() {
    Process process = new Process(256 << 20, 16 << 20, "slow", "file");
    List<Entry> entries = new ArrayList<>(large(3, 100));
    entries.add(1, new Turn("q", "a").id("unwritable").property("p", new Unwritable()).build());
    process.addAll(entries);
    assertThat(ids(process.drain("slow"))).isEqualTo(ids(entries));
    assertThat(ids(process.drain("file"))).isEqualTo(ids(entries));
    process.end();
  }

  @Test
  void whereNothingCanBeKeptAllIsInMemoryAndThatIsSaid() throws IOException {
    java.nio.file.Files.writeString(home.resolve("spool"), "no folder");
    Process process = new Process(256 << 20, 16 << 20, "slow");
    assertThat(process.said.toString(StandardCharsets.UTF_8).lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("in memory only", home.resolve("spool").toString(), "set steno.dir");
    process.addAll(Entries.turns(5, 1));
    assertThat(process.drain("slow")).hasSize(5);
    process.addAll(Entries.turns(5, 1));
    process.end();
    assertThat(process.health.summary()).contains("dropped.shutdown.slow=7");
  }

  @Test
  void whatIsDeliveredWhenAllIsOverIsCountedOnce() {
    Process process = new Process(256 << 20, 16 << 20, "slow", "file");
    process.addAll(large(9, 10));
    Backlog slow = process.places.get("slow");
    Backlog file = process.places.get("file");
    slow.first(4);
    file.first(4);
    Map<String, Long> spooled = process.journal.close(1_000);
    slow.remove(4, calls -> process.health.delivered("slow", calls));
    file.remove(4, calls -> process.health.delivered("file", calls));
    assertThat(spooled).containsEntry("slow", 9L);
    assertThat(process.health.summary()).contains("delivered.file=4 delivered.slow=0");
  }

  @Test
  void whereNothingCouldBeKeptAtFirstAllIsOnceItCan() throws IOException {
    java.nio.file.Files.writeString(home.resolve("spool"), "no folder");
    Process process = new Process(256 << 20, 16 << 20, "slow", "quick");
    List<Entry> entries = large(60, 100);
    process.addAll(entries.subList(0, 20));
    process.take("slow", 512, 3);
    process.take("quick", 5, 5);
    for (int i = 0; i < 15; i++) {
      process.tick();
    }
    java.nio.file.Files.delete(home.resolve("spool"));
    process.add(entries.get(20));
    for (int i = 0; i < 10; i++) {
      process.tick();
    }
    process.addAll(entries.subList(21, 40));
    process.take("slow", 4, 4);
    assertThat(process.drain("quick")).isEqualTo(entries.subList(0, 40));
    process.addAll(entries.subList(40, 60));
    assertThat(process.taken.get("slow")).isEqualTo(entries.subList(0, 7));
    Map<String, Long> spooled = process.end();
    assertThat(spooled).containsEntry("slow", 39L);
    assertThat(process.said.toString(StandardCharsets.UTF_8).lines()).hasSize(2);

    Process second = new Process(256 << 20, 16 << 20, "slow", "quick");
    for (int i = 0; i < 5; i++) {
      second.tick();
    }
    assertThat(second.drain("slow")).isEqualTo(entries.subList(21, 60));
    second.end();
  }

  /** What waits is on disk, in memory, or both; delivered once, in order, whatever happens. */
  @Test
  void whateverHappensEachIsDeliveredOnceInOrder() {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        anyRun(new Random(seed));
      } catch (AssertionError | RuntimeException wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
  }

  private void anyRun(Random random) {
    boolean isSmall = random.nextInt(4) == 0;
    List<Entry> entries = large(1_500, random.nextInt(3_000));
    int next = 0;
    List<String> slow = new ArrayList<>();
    boolean mayRepeat = false;
    for (int life = 0; life < 3; life++) {
      long maxSize = isSmall ? 1 << 20 : 256 << 20;
      Process process = new Process(maxSize, 400_000, "slow", "quick", "file");
      for (int step = random.nextInt(300); step > 0; step--) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> {
            int some = Math.min(random.nextInt(20), entries.size() - next);
            entries.subList(next, next + some).forEach(process::add);
            next += some;
          }
          case 3 -> process.journal.flush();
          case 4 -> process.tick();
          case 5 -> process.take("slow", 1 + random.nextInt(40), 1 + random.nextInt(40));
          case 6 -> {
            process.take("quick", 512, random.nextInt(512));
            process.take("file", 512, random.nextInt(512));
          }
          default -> {
            process.disk.isFull = random.nextInt(4) == 0;
            mayRepeat |= process.disk.isFull; // what is done with may not have been written down
          }
        }
      }
      process.disk.isFull = random.nextInt(4) == 0;
      if (random.nextBoolean()) {
        process.journal.flush();
        process.drain("slow");
      }
      process.end();
      mayRepeat |= process.disk.isFull;
      for (Map.Entry<String, List<Entry>> one : process.taken.entrySet()) {
        assertThat(ids(one.getValue())).as(one.getKey()).doesNotHaveDuplicates();
      }
      assertThat(inOrder(process.taken.get("file"), 0)).isTrue();
      slow.addAll(ids(process.taken.get("slow")));
      assertThat(process.health.summary()).doesNotContain("unreadable", "spool_corrupt");
    }
    deleteAll();
    if (!mayRepeat) {
      assertThat(slow).doesNotHaveDuplicates();
    }
  }

  /** From memory, while the disk took nothing; it does again at the end. */
  @Test
  void whatWasDeliveredBeforeItWasInAFileIsNotDeliveredAgain() {
    Process process = new Process(1 << 24, 1 << 20, "agnost");
    process.disk.isFull = true;
    process.addAll(Entries.turns(10, 1));
    assertThat(process.drain("agnost")).hasSize(10);
    process.disk.isFull = false;
    nanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(process.end()).containsEntry("agnost", 0L);
    Process next = new Process(1 << 24, 1 << 20, "agnost");
    next.tick();
    assertThat(next.drain("agnost")).isEmpty();
    next.end();
  }

  private static boolean inOrder(List<Entry> entries, int from) {
    String last = "";
    for (Entry entry : entries.subList(from, entries.size())) {
      if (entry.id().compareTo(last) <= 0) {
        return false;
      }
      last = entry.id();
    }
    return true;
  }

  private void deleteAll() {
    try (java.util.stream.Stream<Path> files = java.nio.file.Files.walk(home.resolve("spool"))) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        java.nio.file.Files.delete(file);
      }
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
