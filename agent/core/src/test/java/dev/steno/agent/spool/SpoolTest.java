package dev.steno.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is appended is read, in order, once, also by the next process. */
class SpoolTest {
  private static final long MIB = 1 << 20;

  @TempDir Path home;
  private final Told told = new Told();
  private final List<Spool> open = new ArrayList<>();
  private long nanos = 1;

  @AfterEach
  void close() {
    open.forEach(Spool::close);
  }

  private Path root() {
    return home.resolve("spool");
  }

  private Spool open(long maxSize, String... readers) throws IOException {
    Spool spool = Spool.open(root(), maxSize, List.of(readers), told, () -> nanos);
    open.add(spool);
    return spool;
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
  }

  private static void append(Spool spool, int from, int to) {
    for (int i = from; i <= to; i++) {
      assertThat(spool.append(("record " + i).getBytes(UTF_8), i % 3 + 1)).isEqualTo(i);
    }
  }

  private static List<String> texts(List<SpoolRecord> records) {
    return records.stream().map(record -> new String(record.payload(), UTF_8)).toList();
  }

  private static List<String> drain(SpoolReader reader) {
    List<String> all = new ArrayList<>();
    for (List<SpoolRecord> some = reader.read(7, MIB);
        !some.isEmpty();
        some = reader.read(7, MIB)) {
      all.addAll(texts(some));
      reader.advance(some.size());
    }
    return all;
  }

  private static List<String> expected(int from, int to) {
    List<String> all = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      all.add("record " + i);
    }
    return all;
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> all = Files.list(root())) {
      return all.toList();
    }
  }

  @Test
  void whatIsFlushedIsReadInOrder() throws IOException {
    Spool spool = open(64 * MIB, "a", "b");
    append(spool, 1, 100);
    assertThat(spool.reader("a").read(10, MIB)).isEmpty();
    assertThat(spool.flush()).isTrue();
    assertThat(spool.flushed()).isEqualTo(100);
    assertThat(spool.reader("a").nextOwn()).isEqualTo(1);
    assertThat(drain(spool.reader("a"))).isEqualTo(expected(1, 100));
    assertThat(spool.reader("a").waiting()).isZero();
    assertThat(spool.reader("b").waiting()).isEqualTo(100);
    assertThat(spool.reader("b").waitingCalls()).isEqualTo(200);
    assertThat(texts(spool.reader("b").read(1000, 25))).isEqualTo(expected(1, 3));
  }

  @Test
  void theNextProcessReadsOnWhereTheLastOneEnded() throws IOException {
    Spool first = open(64 * MIB, "a", "b");
    append(first, 1, 100);
    first.flush();
    first.reader("a").advance(30);
    first.close();
    Spool second = open(64 * MIB, "a", "b");
    append(second, 1, 5);
    second.flush();
    second.tick();
    assertThat(second.reader("a").nextOwn()).isZero();
    List<String> all = expected(31, 100);
    all.addAll(expected(1, 5));
    assertThat(drain(second.reader("a"))).isEqualTo(all);
    assertThat(second.reader("a").nextOwn()).isEqualTo(6);
    all = expected(1, 100);
    all.addAll(expected(1, 5));
    assertThat(drain(second.reader("b"))).isEqualTo(all);
    assertThat(told.adopted).containsEntry("a", 140L).containsEntry("b", 200L);
    second.tick();
    assertThat(folders()).hasSize(1);
    second.close();
    assertThat(folders()).isEmpty();
    assertThat(told.givenUp).isEmpty();
    assertThat(told.troubles).isEmpty();
  }

  @Test
  void aFolderOfALivingProcessIsNotTouched() throws IOException {
    Spool first = open(64 * MIB, "a");
    append(first, 1, 10);
    first.flush();
    Spool second = open(64 * MIB, "a");
    second.tick();
    assertThat(second.reader("a").nextOwn()).isEqualTo(1);
    assertThat(drain(first.reader("a"))).isEqualTo(expected(1, 10));
    pass(20_000);
    second.tick();
    first.tick();
    assertThat(folders()).hasSize(2);
  }

  @Test
  void manyBytesAreOnlyReadAsAsked() throws IOException {
    Spool spool = open(64 * MIB, "a");
    byte[] large = new byte[9 << 20];
    large[large.length - 1] = 7;
    assertThat(spool.append(large, 2)).isEqualTo(1);
    assertThat(spool.flush()).isTrue();
    append(spool, 2, 3);
    spool.flush();
    List<SpoolRecord> first = spool.reader("a").read(10, 100);
    assertThat(first).hasSize(1);
    assertThat(first.get(0).payload()).isEqualTo(large);
    spool.reader("a").advance(1);
    assertThat(drain(spool.reader("a"))).isEqualTo(expected(2, 3));
    assertThat(spool.append(new byte[(16 << 20) + 1], 1)).isZero();
  }

  @Test
  void whatWasDeliveredFromMemoryIsNotRead() throws IOException {
    Spool spool = open(64 * MIB, "a", "b");
    append(spool, 1, 10);
    SpoolReader reader = spool.reader("a");
    assertThat(reader.nextOwn()).isEqualTo(1);
    reader.advance(4);
    assertThat(reader.waiting()).isZero();
    spool.flush();
    assertThat(reader.waiting()).isEqualTo(6);
    assertThat(reader.nextOwn()).isEqualTo(5);
    assertThat(drain(reader)).isEqualTo(expected(5, 10));
    assertThat(reader.waitingCalls()).isZero();
    assertThat(drain(spool.reader("b"))).isEqualTo(expected(1, 10));
  }

  @Test
  void aBatchIsReadAgainUntilItIsDoneWith() throws IOException {
    Spool spool = open(64 * MIB, "a");
    append(spool, 1, 10);
    spool.flush();
    SpoolReader reader = spool.reader("a");
    assertThat(texts(reader.read(4, MIB))).isEqualTo(expected(1, 4));
    assertThat(texts(reader.read(4, MIB))).isEqualTo(expected(1, 4));
    reader.advance(3);
    assertThat(texts(reader.read(4, MIB))).isEqualTo(expected(4, 7));
  }

  @Test
  void theOldestIsGivenUpWhenItIsFull() throws IOException {
    Spool spool = open(MIB, "a", "b");
    int last = 2_000;
    for (int i = 1; i <= last; i++) {
      byte[] payload = ("record " + i + " " + "x".repeat(1_000)).getBytes(UTF_8);
      assertThat(spool.append(payload, 2)).isEqualTo(i);
      assertThat(i % 10 != 0 || spool.flush()).isTrue();
      if (i == 300) {
        assertThat(drain(spool.reader("b"))).hasSize(300);
        spool.reader("a").read(20, MIB); // which are being delivered now
      }
      assertThat(size()).isLessThanOrEqualTo(MIB);
    }
    spool.reader("a").advance(20);
    int left = drain(spool.reader("a")).size();
    assertThat(left).isBetween(700, 1_000);
    assertThat(told.givenUp.get("a spool_full")).isEqualTo(2L * (last - left - 20));
    int leftForB = drain(spool.reader("b")).size();
    assertThat(leftForB).isEqualTo(left);
    assertThat(told.givenUp.get("b spool_full")).isEqualTo(2L * (last - left - 300));
    assertThat(spool.reader("a").waitingCalls()).isZero();
    assertThat(told.troubles).isEmpty();
  }

  private long size() throws IOException {
    try (Stream<Path> all = Files.walk(root())) {
      return all.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
  }

  @Test
  void whatAnEndedProcessLeftIsGivenUpFirst() throws IOException {
    Spool first = open(MIB, "a");
    for (int i = 1; i <= 800; i++) {
      first.append(new byte[1_000], 3);
      assertThat(i % 100 != 0 || first.flush()).isTrue();
    }
    first.close();
    Spool second = open(MIB, "a");
    second.tick();
    SpoolReader reader = second.reader("a");
    assertThat(reader.read(10, MIB)).hasSize(10);
    for (int i = 1; i <= 400; i++) {
      second.append(new byte[1_000], 1);
      assertThat(i % 100 != 0 || second.flush()).isTrue();
    }
    reader.advance(10);
    int old = 10;
    int own = 0;
    for (List<SpoolRecord> some = reader.read(50, MIB); !some.isEmpty(); ) {
      for (SpoolRecord record : some) {
        old += record.calls() == 3 ? 1 : 0;
        own += record.calls() == 1 ? 1 : 0;
      }
      reader.advance(some.size());
      some = reader.read(50, MIB);
    }
    assertThat(own).isEqualTo(400);
    assertThat(old).isBetween(400, 700);
    assertThat(told.adopted).containsEntry("a", 3L * 800);
    assertThat(told.givenUp).containsEntry("a spool_full", 3L * (800 - old));
  }

  @Test
  void whatAllPassedIsDeletedBeforeTheRest() throws IOException {
    Spool first = open(MIB, "a", "b");
    for (int i = 1; i <= 800; i++) {
      first.append(new byte[1_000], 1);
      assertThat(i % 100 != 0 || first.flush()).isTrue();
    }
    assertThat(first.reader("a").read(200, MIB)).hasSize(128);
    first.reader("a").advance(200);
    long all = size();
    first.reader("b").advance(200);
    assertThat(size()).isBetween(all - 150_000, all - 100_000);
    first.close();
    Spool second = open(MIB, "a", "b");
    second.tick();
    all = size();
    assertThat(drain(second.reader("a"))).hasSize(600);
    assertThat(size()).isEqualTo(all);
    for (int i = 0; i < 400; i++) {
      assertThat(second.reader("b").read(1, MIB)).hasSize(1);
      second.reader("b").advance(1);
    }
    assertThat(size()).isBetween(all - 450_000, all - 300_000);
  }

  @Test
  void whatAReaderOfAnotherConfigurationLeftIsKeptForIt() throws IOException {
    Spool first = open(MIB, "a", "b");
    append(first, 1, 10);
    first.flush();
    first.close();
    Spool second = open(MIB, "b", "c");
    second.tick();
    assertThat(second.reader("c").nextOwn()).isEqualTo(1);
    assertThat(drain(second.reader("b"))).isEqualTo(expected(1, 10));
    second.tick();
    pass(11_000);
    second.tick();
    assertThat(folders()).hasSize(2);
    second.close();
    Spool third = open(MIB, "a");
    third.tick();
    assertThat(drain(third.reader("a"))).isEqualTo(expected(1, 10));
    third.tick();
    assertThat(folders()).hasSize(1);
  }

  @Test
  void whatNobodyReadsAnyMoreMakesRoom() throws IOException {
    Spool first = open(MIB, "old");
    for (int i = 1; i <= 800; i++) {
      first.append(new byte[1_000], 1);
      assertThat(i % 100 != 0 || first.flush()).isTrue();
    }
    first.close();
    Spool second = open(MIB, "a");
    for (int i = 1; i <= 800; i++) {
      second.append(new byte[1_000], 1);
      assertThat(i % 100 != 0 || second.flush()).isTrue();
      second.tick();
    }
    assertThat(second.reader("a").waiting()).isEqualTo(800);
    assertThat(size()).isLessThanOrEqualTo(MIB);
    assertThat(told.givenUp).isEmpty();
    assertThat(told.troubles).hasSize(1);
    assertThat(told.troubles.get(0)).contains("not configured any more");
  }

  @Test
  void aFolderThatIsDeletedIsMadeAgain() throws IOException {
    Spool spool = open(MIB, "a", "b");
    append(spool, 1, 10);
    spool.flush();
    spool.reader("a").read(3, MIB);
    spool.reader("a").advance(3);
    Modelled.delete(root());
    append(spool, 11, 12);
    assertThat(spool.flush()).isTrue();
    assertThat(folders()).hasSize(1);
    append(spool, 13, 15);
    spool.tick();
    spool.flush();
    assertThat(drain(spool.reader("a"))).isEqualTo(expected(4, 15));
    Spool other = open(MIB, "a", "b");
    pass(11_000);
    other.tick();
    assertThat(other.reader("b").nextOwn()).isEqualTo(1);
    assertThat(drain(spool.reader("b"))).isEqualTo(expected(1, 15));
    assertThat(told.givenUp).isEmpty();
    assertThat(told.troubles).isEmpty();
  }

  @Test
  void aSegmentOrALockThatIsDeletedIsNoticed() throws IOException {
    Spool spool = open(MIB, "a");
    append(spool, 1, 2);
    spool.flush();
    Path folder = folders().get(0);
    Files.delete(Segment.path(folder, 1));
    spool.tick();
    append(spool, 3, 4);
    spool.flush();
    assertThat(Segment.path(folder, 3)).exists();
    Files.delete(folder.resolve("lock"));
    spool.tick();
    append(spool, 5, 6);
    spool.flush();
    assertThat(folders()).hasSize(1).doesNotContain(folder);
    assertThat(drain(spool.reader("a"))).isEqualTo(expected(1, 6));
  }

  @Test
  void foldersOfEndedProcessesWithNothingInThemAreRemoved() throws IOException {
    Spool spool = open(MIB, "a");
    Path empty = Files.createDirectory(root().resolve("4711-0123456789abcdef"));
    Path noSegment = Files.createDirectory(root().resolve("4712-0123456789abcdef"));
    Files.createFile(noSegment.resolve("lock"));
    Files.write(noSegment.resolve("a.cursor"), new byte[32]);
    Path notOurs = Files.createDirectory(root().resolve("4713-notes"));
    spool.tick();
    assertThat(empty).doesNotExist();
    assertThat(noSegment).doesNotExist();
    assertThat(notOurs).exists();
  }

  @Test
  void oneFolderIsTakenAfterTheOther() throws IOException {
    for (int i = 0; i < 5; i++) {
      Spool ended = open(MIB, "a");
      append(ended, 1, 3);
      ended.flush();
      ended.close();
    }
    Spool spool = open(MIB, "a");
    Spool other = open(MIB, "a");
    int read = 0;
    for (int i = 0; i < 5; i++) {
      spool.tick();
      read += drain(spool.reader("a")).size();
      if (i == 0) {
        other.tick();
        read += drain(other.reader("a")).size();
      }
    }
    assertThat(read).isEqualTo(15);
    spool.tick();
    other.tick();
    assertThat(folders()).hasSize(2);
  }

  @Test
  void aFreshFolderThatOthersTookIsMadeAnew() throws IOException {
    long[] names = {1, 1, 2};
    int[] next = {0};
    // Whoever looks for folders of ended processes holds the first one.
    Files.createDirectories(root());
    Path taken = Files.createDirectory(root().resolve("4711-" + Folder.hex(1)));
    Folder other = Folder.take(new RealDisk(), taken);
    assertThat(other).isNotNull();
    Spool spool =
        Spool.open(
            new RealDisk(),
            root(),
            MIB,
            List.of("a"),
            told,
            () -> nanos,
            4711,
            () -> names[next[0]++]);
    open.add(spool);
    assertThat(folders()).contains(root().toRealPath().resolve("4711-" + Folder.hex(2)));
    other.release();
  }

  @Test
  void anInterruptLosesNothing() throws IOException {
    Spool spool = open(MIB, "a");
    for (int i = 1; i <= 20; i++) {
      append(spool, i, i);
      Thread.currentThread().interrupt();
      assertThat(spool.flush()).isTrue();
      Thread.currentThread().interrupt();
      assertThat(texts(spool.reader("a").read(1, MIB))).isEqualTo(expected(i, i));
      Thread.currentThread().interrupt();
      spool.reader("a").advance(1);
      Thread.currentThread().interrupt();
      spool.tick();
    }
    Thread.interrupted();
    Spool other = open(MIB, "a");
    other.tick();
    assertThat(other.reader("a").nextOwn()).isEqualTo(1);
    assertThat(told.troubles).isEmpty();
    assertThat(told.givenUp).isEmpty();
  }

  @Test
  void whatWasWrittenIsSyncedTwiceASecond() throws IOException {
    FaultyFiles files = new FaultyFiles();
    int[] forced = {0};
    Spool spool = Spool.open(files, root(), MIB, List.of("a"), told, () -> nanos, 1, () -> 1);
    open.add(spool);
    files.fail(
        (operation, index) -> {
          forced[0] += operation == FaultyFiles.Operation.FORCE ? 1 : 0;
          return false;
        });
    for (int i = 1; i <= 100; i++) {
      append(spool, i, i);
      spool.flush();
      pass(100);
      spool.tick();
    }
    assertThat(forced[0]).isEqualTo(20);
    pass(10_000);
    spool.tick();
    assertThat(forced[0]).isEqualTo(20);
  }

  @Test
  void whatIsLinkedOrOfOthersIsRefused() throws IOException {
    Files.createDirectory(root());
    Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> open(MIB, "a")).hasMessageContaining("chmod go-w");
  }

  @Test
  void afterTheEndNothingIsTakenAndNothingIsCounted() throws IOException {
    Spool ended = open(MIB, "a");
    append(ended, 1, 5);
    ended.flush();
    ended.close();
    Spool spool = open(MIB, "a");
    append(spool, 1, 5);
    spool.flush();
    spool.tick();
    SpoolReader reader = spool.reader("a");
    reader.read(2, MIB);
    reader.advance(2);
    spool.close();
    assertThat(spool.append(new byte[1], 1)).isZero();
    for (int i = 0; i < 10; i++) {
      assertThat(reader.read(2, MIB)).isEmpty();
      reader.advance(1);
    }
    assertThat(told.givenUp).isEmpty();
    Spool next = open(MIB, "a");
    int read = 0;
    for (int i = 0; i < 3; i++) {
      next.tick();
      read += drain(next.reader("a")).size();
    }
    assertThat(read).isEqualTo(8);
  }
}
