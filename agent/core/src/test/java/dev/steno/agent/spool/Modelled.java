package dev.steno.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A spool beside a model of what it must do: the same operations on both, then compared. */
final class Modelled {
  private static final List<String> READERS = List.of("a", "b");
  private static final boolean TRACE = Boolean.getBoolean("spool.trace");

  private final Path root;
  private final Random random;
  private final long maxSize;
  private final FaultyFiles files = new FaultyFiles();
  private final Told told = new Told();
  private long nanos = 1;

  private Spool spool;
  private int generation;
  private final List<Integer> calls = new ArrayList<>();
  private long accepted;
  private final Map<String, Long> places = new HashMap<>();
  private long captured;
  private final Map<String, Long> advanced = new HashMap<>();

  /** What must be read or counted, by reader; and what was. */
  private final Map<String, Map<String, Integer>> owed = new TreeMap<>();

  private final Map<String, Set<String>> done = new TreeMap<>();
  private final Map<String, Set<String>> maybeAgain = new TreeMap<>();
  private boolean deleted;
  private final Told allTold = new Told();

  Modelled(Path root, long seed) throws IOException {
    this.root = root;
    this.random = new Random(seed);
    this.maxSize = 1 << (15 + random.nextInt(6));
    for (String reader : READERS) {
      owed.put(reader, new TreeMap<>());
      done.put(reader, new HashSet<>());
      maybeAgain.put(reader, new HashSet<>());
    }
    begin();
  }

  private void begin() throws IOException {
    generation++;
    calls.clear();
    accepted = 0;
    captured = 0;
    deleted = false;
    READERS.forEach(reader -> places.put(reader, 1L));
    READERS.forEach(reader -> advanced.put(reader, 0L));
    told.givenUp.clear();
    told.adopted.clear();
    spool = Spool.open(files, root, maxSize, READERS, told, () -> nanos, 1, random::nextLong);
  }

  void step() throws IOException {
    int what = random.nextInt(100);
    if (TRACE) {
      System.out.println(
          what
              + " gen "
              + generation
              + " appended "
              + calls.size()
              + " accepted "
              + accepted
              + " places "
              + places
              + " "
              + told.givenUp
              + told.adopted
              + told.troubles
              + " hits "
              + files.hits());
    }
    if (what < 30) {
      append();
    } else if (what < 50) {
      flush();
    } else if (what < 60) {
      nanos += random.nextInt(7_000) * 1_000_000L;
      spool.tick();
    } else if (what < 80) {
      read(READERS.get(random.nextInt(2)), false);
    } else if (what < 85) {
      deliverFromMemory(READERS.get(random.nextInt(2)));
    } else if (what < 90) {
      int every = 1 + random.nextInt(4);
      files.fail(
          (operation, index) ->
              operation != FaultyFiles.Operation.READ && random.nextInt(every) == 0);
    } else if (what < 95) {
      files.fail(FaultyFiles.NONE);
    } else if (what < 97) {
      end(random.nextBoolean());
    } else if (what < 98) {
      delete();
    } else {
      files.free(random.nextBoolean() ? Long.MAX_VALUE / 2 : random.nextInt(100_000));
    }
    check();
  }

  private void append() {
    for (int i = random.nextInt(20); i >= 0; i--) {
      int some = random.nextInt(50) == 0 ? 1_000 : random.nextInt(4);
      String text = generation + ":" + (calls.size() + 1) + ":" + some + ":";
      byte[] payload = (text + "x".repeat(random.nextInt(2_000))).getBytes(UTF_8);
      long seq = spool.append(payload, some);
      if (seq > 0) {
        calls.add(some);
        captured += some;
        assertThat(seq).isEqualTo(calls.size());
      }
    }
  }

  private void flush() {
    boolean flushed = spool.flush();
    accept();
    if (flushed) {
      long notInFiles = calls.size() - accepted;
      for (String reader : READERS) {
        assertThat(notInFiles == 0 || places.get(reader) > calls.size()).isTrue();
      }
    }
  }

  /** What is in a file is accepted: it must be read from now on, or counted. */
  private void accept() {
    long now = spool.flushed();
    assertThat(now).isBetween(accepted, (long) calls.size());
    for (long seq = accepted + 1; seq <= now; seq++) {
      for (String reader : READERS) {
        if (places.get(reader) <= seq) {
          owed.get(reader).put(generation + ":" + seq, calls.get((int) seq - 1));
        }
      }
    }
    accepted = now;
  }

  private void read(String reader, boolean all) {
    accept();
    List<SpoolRecord> records =
        spool.reader(reader).read(1 + random.nextInt(30), random.nextInt(20_000));
    if (records.isEmpty()) {
      return;
    }
    String[] first = new String(records.get(0).payload(), UTF_8).split(":", 4);
    boolean own = Integer.parseInt(first[0]) == generation;
    long from = records.get(0).seq();
    if (own) {
      assertThat(from).isGreaterThanOrEqualTo(places.get(reader));
      places.put(reader, from);
    }
    for (int i = 0; i < records.size(); i++) {
      String[] parts = new String(records.get(i).payload(), UTF_8).split(":", 4);
      assertThat(parts[0]).isEqualTo(first[0]);
      assertThat(records.get(i).seq()).isEqualTo(from + i);
      assertThat(parts[1]).isEqualTo(String.valueOf(from + i));
      assertThat(parts[2]).isEqualTo(String.valueOf(records.get(i).calls()));
    }
    int count = all ? records.size() : random.nextInt(records.size() + 1);
    int hits = files.hits();
    spool.reader(reader).advance(count);
    for (SpoolRecord record : records.subList(0, count)) {
      String id = first[0] + ":" + record.seq();
      owed.get(reader).remove(id);
      boolean isNew = done.get(reader).add(id);
      assertThat(isNew || maybeAgain.get(reader).contains(id)).as("once: %s", id).isTrue();
      advanced.merge(reader, (long) record.calls(), Long::sum);
      if (files.hits() > hits) {
        maybeAgain.get(reader).add(id);
      }
    }
    if (own) {
      places.merge(reader, (long) count, Long::sum);
    }
  }

  private void deliverFromMemory(String reader) {
    accept();
    long next = spool.reader(reader).nextOwn();
    if (next == 0) {
      return;
    }
    int count = random.nextInt((int) (calls.size() + 2 - next));
    int hits = files.hits();
    spool.reader(reader).advance(count);
    for (long seq = next; seq < next + count; seq++) {
      String id = generation + ":" + seq;
      owed.get(reader).remove(id);
      done.get(reader).add(id);
      advanced.merge(reader, (long) calls.get((int) seq - 1), Long::sum);
      if (files.hits() > hits) {
        maybeAgain.get(reader).add(id);
      }
    }
    places.put(reader, next + count);
  }

  private void end(boolean crash) throws IOException {
    accept();
    if (crash) {
      // What is given up is counted by who was to read it; counts end with the process.
      for (String reader : READERS) {
        spool.reader(reader).nextOwn(); // of ended processes
        spool.reader(reader).settle(); // and of its own
      }
      files.crash(root);
    } else {
      spool.close();
      accept();
      check();
      files.crash(root);
    }
    if (deleted) {
      owed.values().forEach(Map::clear); // deleted files are gone with the process
    }
    keepTold();
    files.fail(FaultyFiles.NONE);
    files.free(Long.MAX_VALUE / 2);
    begin();
  }

  private void keepTold() {
    told.givenUp.forEach((key, value) -> allTold.givenUp.merge(key, value, Long::sum));
  }

  private void delete() throws IOException {
    deleted = true;
    accept();
    // What no process has open is gone.
    owed.values().forEach(all -> all.keySet().removeIf(id -> !id.startsWith(generation + ":")));
    delete(root);
  }

  static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException none) {
      // Deleted before.
    }
  }

  /** All that came in is done with, or counted, or waits. */
  private void check() {
    accept();
    for (String reader : READERS) {
      long pending = 0;
      long from = Math.max(accepted + 1, spool.reader(reader).place());
      for (long seq = from; seq <= calls.size(); seq++) {
        pending += calls.get((int) seq - 1);
      }
      assertThat(captured + told.adopted.getOrDefault(reader, 0L))
          .as("captured + adopted of %s", reader)
          .isEqualTo(
              advanced.get(reader)
                  + givenUp(told, reader)
                  + spool.reader(reader).waitingCalls()
                  + pending);
    }
  }

  private static long givenUp(Told told, String reader) {
    return told.givenUp.getOrDefault(reader + " " + SpoolReader.FULL, 0L)
        + told.givenUp.getOrDefault(reader + " " + SpoolReader.CORRUPT, 0L);
  }

  /** All is read to the end: what was accepted was read, or counted. */
  void finish() throws IOException {
    files.fail(FaultyFiles.NONE);
    files.free(Long.MAX_VALUE / 2);
    for (int quiet = 0; quiet < 3; quiet++) {
      nanos += 11_000_000_000L;
      spool.tick();
      flush();
      for (String reader : READERS) {
        for (boolean more = true; more; ) {
          long before = advanced.get(reader) + givenUp(told, reader);
          int size = done.get(reader).size();
          for (int i = 0; i < 5; i++) {
            read(reader, true); // or nothing, when a random number of bytes is too few
          }
          more =
              done.get(reader).size() > size
                  || before < advanced.get(reader) + givenUp(told, reader);
          if (more) {
            quiet = 0;
          }
        }
      }
      check();
    }
    keepTold();
    for (String reader : READERS) {
      long calls = owed.get(reader).values().stream().mapToLong(some -> some).sum();
      assertThat(calls)
          .as("owed to %s: %s", reader, owed.get(reader))
          .isLessThanOrEqualTo(givenUp(allTold, reader));
    }
    assertThat(size()).isLessThanOrEqualTo(maxSize);
    spool.close();
    if (!spoolIsWanted()) {
      try (Stream<Path> left = Files.list(root)) {
        List<Path> all = left.toList();
        for (Path one : all) {
          try (Stream<Path> in = Files.list(one)) {
            assertThat(in).as("left in %s", one).isEmpty();
          }
        }
        assertThat(all).isEmpty();
      }
    }
  }

  private boolean spoolIsWanted() {
    return READERS.stream().anyMatch(reader -> spool.reader(reader).waiting() > 0);
  }

  private long size() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
  }
}
