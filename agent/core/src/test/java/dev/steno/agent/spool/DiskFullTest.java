package dev.steno.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes nothing for a while loses nothing that was accepted. */
class DiskFullTest {
  private static final long MIB = 1 << 20;

  @TempDir Path home;
  private final FaultyFiles files = new FaultyFiles();
  private final Told told = new Told();
  private long nanos = 1;
  private long random;

  private Path root() {
    return home.resolve("spool");
  }

  private Spool open(long maxSize) throws IOException {
    return Spool.open(
        files, root(), maxSize, List.of("a"), told, () -> nanos, 4711, () -> ++random);
  }

  private static byte[] payload(int number) {
    return (number + ":" + "x".repeat(1_000)).getBytes(UTF_8);
  }

  private static List<Integer> drain(SpoolReader reader) {
    List<Integer> all = new ArrayList<>();
    for (List<SpoolRecord> some = reader.read(50, MIB); !some.isEmpty(); ) {
      for (SpoolRecord record : some) {
        String text = new String(record.payload(), UTF_8);
        all.add(Integer.parseInt(text.substring(0, text.indexOf(':'))));
      }
      reader.advance(some.size());
      some = reader.read(50, MIB);
    }
    return all;
  }

  private static List<Integer> range(int from, int to) {
    return Stream.iterate(from, i -> i + 1).limit(to - from + 1).toList();
  }

  /** Whatever of the first operations fails, and the ones after it, all comes through later. */
  @Test
  void aFailureOfAnyOperationLosesNothing() throws IOException {
    for (int first = 0; first < 40; first++) {
      int from = first;
      Spool spool = open(64 * MIB);
      files.fail((operation, index) -> index >= from && index < from + 5);
      for (int i = 1; i <= 20; i++) {
        assertThat(spool.append(payload(i), 1)).isEqualTo(i);
        spool.flush();
        nanos += 100_000_000;
        spool.tick();
      }
      files.fail(FaultyFiles.NONE);
      nanos += 5_000_000_000L;
      spool.tick();
      assertThat(spool.flushed()).as("failing from %d", first).isEqualTo(20);
      assertThat(drain(spool.reader("a"))).as("failing from %d", first).isEqualTo(range(1, 20));
      spool.close();
      try (Stream<Path> left = Files.list(root())) {
        assertThat(left).as("failing from %d", first).isEmpty();
      }
    }
    assertThat(told.givenUp).isEmpty();
  }

  @Test
  void itIsSaidOnceAndOnceWhenItIsOver() throws IOException {
    Spool spool = open(64 * MIB);
    files.fail((operation, index) -> operation == FaultyFiles.Operation.WRITE);
    for (int i = 1; i <= 100; i++) {
      spool.append(payload(i), 1);
      assertThat(spool.flush()).isFalse();
      nanos += 300_000_000;
      spool.tick();
    }
    assertThat(spool.flushed()).isZero();
    assertThat(told.troubles).hasSize(1);
    assertThat(told.troubles.get(0))
        .contains("No space left on device")
        .contains(root().toString());
    files.fail(FaultyFiles.NONE);
    nanos += 5_000_000_000L;
    spool.tick();
    assertThat(spool.flushed()).isEqualTo(100);
    assertThat(told.troubles).hasSize(2);
    assertThat(told.troubles.get(1)).endsWith("again");
    spool.close();
  }

  @Test
  void whatIsInMemoryIsBounded() throws IOException {
    Spool spool = open(64 * MIB);
    files.fail((operation, index) -> operation == FaultyFiles.Operation.WRITE);
    int taken = 0;
    while (spool.append(payload(taken + 1), 1) > 0) {
      taken++;
    }
    assertThat(taken * 1_000L).isBetween(7 * MIB, 8 * MIB);
    assertThat(spool.flush()).isFalse();
    assertThat(spool.append(payload(0), 1)).isZero();
    // What was delivered from memory makes room.
    assertThat(spool.reader("a").nextOwn()).isEqualTo(1);
    spool.reader("a").advance(taken - 10);
    assertThat(spool.append(payload(taken + 1), 1)).isEqualTo(taken + 1);
    files.fail(FaultyFiles.NONE);
    nanos += 5_000_000_000L;
    assertThat(spool.flush()).isTrue();
    assertThat(drain(spool.reader("a"))).isEqualTo(range(taken - 9, taken + 1));
    assertThat(spool.reader("a").waitingCalls()).isZero();
    assertThat(spool.append(payload(0), 3)).isEqualTo(taken + 2);
    assertThat(spool.flush()).isTrue();
    assertThat(spool.reader("a").waitingCalls()).isEqualTo(3);
    spool.close();
  }

  @Test
  void halfARecordIsTakenBack() throws IOException {
    Spool spool = open(64 * MIB);
    spool.append(payload(1), 1);
    spool.flush();
    Path segment = Segment.path(root().resolve("4711-" + Folder.hex(1)), 1);
    long size = Files.size(segment);
    files.fail((operation, index) -> operation == FaultyFiles.Operation.WRITE);
    spool.append(payload(2), 1);
    assertThat(spool.flush()).isFalse();
    assertThat(segment).hasSize(size);
    // Where it cannot be, the next one is not written behind it.
    files.fail(
        (operation, index) ->
            operation == FaultyFiles.Operation.WRITE
                || operation == FaultyFiles.Operation.TRUNCATE);
    nanos += 1_000_000_000;
    assertThat(spool.flush()).isFalse();
    files.fail(FaultyFiles.NONE);
    nanos += 1_000_000_000;
    assertThat(spool.flush()).isTrue();
    assertThat(Segment.path(segment.getParent(), 2)).exists();
    assertThat(drain(spool.reader("a"))).isEqualTo(range(1, 2));
    spool.close();
  }

  @Test
  void someOfTheDiskIsKeptFree() throws IOException {
    Spool spool = open(8 * MIB);
    for (int i = 1; i <= 3_000; i++) {
      spool.append(payload(i), 1);
      assertThat(i % 100 != 0 || spool.flush()).isTrue();
    }
    files.free(512 * MIB + 1_000_000);
    nanos += 5_000_000_000L;
    spool.tick();
    assertThat(spool.append(payload(3_001), 1)).isEqualTo(3_001);
    assertThat(spool.flush()).isTrue();
    files.free(512 * MIB);
    nanos += 5_000_000_000L;
    spool.append(payload(3_002), 1);
    assertThat(spool.flush()).isTrue();
    files.free(MIB);
    nanos += 5_000_000_000L;
    spool.append(payload(3_003), 1);
    assertThat(spool.flush()).isFalse();
    assertThat(told.troubles).hasSize(1);
    assertThat(told.troubles.get(0)).contains("nearly full");
    files.free(600 * MIB);
    nanos += 5_000_000_000L;
    spool.tick();
    assertThat(spool.flushed()).isEqualTo(3_003);
    List<Integer> all = drain(spool.reader("a"));
    long lost = told.givenUp.getOrDefault("a spool_full", 0L);
    assertThat(lost).isPositive();
    assertThat(all).isEqualTo(range((int) lost + 1, 3_003));
    spool.close();
  }

  /** A limit that the shell gives its children, which needs no rights: more is "File too large". */
  @Test
  void aRealLimitOfTheSystem() throws IOException, InterruptedException {
    assumeThat(new File("/bin/bash")).exists();
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 1000; exec \"$@\"", "-"));
    command.addAll(KillTest.command(root(), "p", 2_000, false));
    List<String> said = KillTest.saidBeforeKill(KillTest.started(command), Integer.MAX_VALUE);
    List<Integer> accepted =
        said.stream()
            .filter(line -> line.startsWith("accepted "))
            .map(line -> Integer.parseInt(line.substring("accepted ".length())))
            .toList();
    assertThat(accepted).hasSizeBetween(400, 1_100);
    assertThat(said)
        .filteredOn(line -> line.startsWith("trouble "))
        .singleElement()
        .asString()
        .contains("File too large");
    Spool spool = open(64 * MIB);
    spool.tick();
    List<String> read = new ArrayList<>();
    SpoolReader reader = spool.reader("a");
    for (List<SpoolRecord> some = reader.read(50, MIB); !some.isEmpty(); ) {
      some.forEach(record -> read.add(Appender.id(record)));
      reader.advance(some.size());
      some = reader.read(50, MIB);
    }
    assertThat(read).containsAll(accepted.stream().map(number -> "p:" + number).toList());
    spool.close();
  }
}
