package dev.steno.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of a damaged folder what is before the damage is read, and what is behind the damaged segment;
 * what is lost is counted.
 */
class CorruptSpoolTest {
  private static final long MAX = 1 << 20;
  private static final int LAST = 30;
  private static final int RECORD = Format.RECORD_HEAD + 20_000;

  @TempDir Path home;
  private final Told told = new Told();
  private final List<Path> segments = new ArrayList<>();

  /** Thirty records in six segments of five or so, and who reads them. */
  private void leave() throws IOException {
    Spool spool = Spool.open(home, MAX, List.of("a", "b"), told, () -> 1);
    for (int i = 1; i <= LAST; i++) {
      assertThat(spool.append(text(i).getBytes(UTF_8), 1)).isEqualTo(i);
      assertThat(i % 10 != 0 || spool.flush()).isTrue();
    }
    spool.close();
    try (Stream<Path> all = Files.walk(home)) {
      all.filter(path -> path.toString().endsWith(".seg")).sorted().forEach(segments::add);
    }
    assertThat(segments).hasSize(5);
    assertThat(Segment.first(segments.get(1))).isEqualTo(7);
    assertThat(Segment.first(segments.get(4))).isEqualTo(25);
    assertThat(told.givenUp).isEmpty();
  }

  private static String text(int i) {
    String start = i + ":";
    return start + "x".repeat(20_000 - start.length());
  }

  private static List<Integer> range(int from, int to) {
    List<Integer> all = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      all.add(i);
    }
    return all;
  }

  private static List<Integer> ranges(int... fromTo) {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < fromTo.length; i += 2) {
      all.addAll(range(fromTo[i], fromTo[i + 1]));
    }
    return all;
  }

  private List<Integer> read(String name) throws IOException {
    Spool spool = Spool.open(home, MAX, List.of("a", "b"), told, () -> 1);
    spool.tick();
    List<Integer> all = drain(spool.reader(name));
    spool.tick();
    spool.close();
    return all;
  }

  private static List<Integer> drain(SpoolReader reader) {
    List<Integer> all = new ArrayList<>();
    for (List<SpoolRecord> some = reader.read(4, MAX); !some.isEmpty(); ) {
      for (SpoolRecord record : some) {
        String text = new String(record.payload(), UTF_8);
        int number = Integer.parseInt(text.substring(0, text.indexOf(':')));
        assertThat(text).isEqualTo(text(number));
        assertThat(record.calls()).isEqualTo(1);
        assertThat(record.seq()).isEqualTo(number);
        all.add(number);
      }
      reader.advance(some.size());
      some = reader.read(4, MAX);
    }
    return all;
  }

  private void reads(List<Integer> expected, int lost) throws IOException {
    Spool spool = Spool.open(home, MAX, List.of("a", "b"), told, () -> 1);
    spool.tick();
    for (String reader : List.of("a", "b")) {
      assertThat(drain(spool.reader(reader))).as(reader).isEqualTo(expected);
      assertThat(told.adopted.getOrDefault(reader, 0L)).isEqualTo(expected.size() + lost);
      assertThat(told.givenUp.getOrDefault(reader + " spool_corrupt", 0L)).isEqualTo(lost);
      assertThat(spool.reader(reader).waiting()).isZero();
    }
    spool.tick();
    spool.close();
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  /** Changes a byte of the n-th record of a segment. */
  private void flip(int segment, int record, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(segments.get(segment));
    bytes[Format.SEGMENT_HEAD + record * RECORD + at] ^= 0x10;
    Files.write(segments.get(segment), bytes);
  }

  private void cut(int segment, long size) throws IOException {
    byte[] bytes = Files.readAllBytes(segments.get(segment));
    Files.write(segments.get(segment), Arrays.copyOf(bytes, (int) size));
  }

  private Path cursor(String reader) {
    return segments.get(0).resolveSibling(reader + ".cursor");
  }

  @Test
  void nothing() throws IOException {
    leave();
    reads(range(1, 30), 0);
  }

  @Test
  void tornHeaderOfTheLastRecord() throws IOException {
    leave();
    cut(4, Format.SEGMENT_HEAD + 5 * RECORD + 7);
    reads(range(1, 29), 0);
  }

  @Test
  void tornPayloadOfTheLastRecord() throws IOException {
    leave();
    cut(4, Format.SEGMENT_HEAD + 5 * RECORD + 1_000);
    reads(range(1, 29), 0);
  }

  @Test
  void tornRecordInTheMiddle() throws IOException {
    leave();
    cut(1, Format.SEGMENT_HEAD + 2 * RECORD + 1_000);
    reads(ranges(1, 8, 13, 30), 4);
  }

  @Test
  void flippedBitInALength() throws IOException {
    leave();
    flip(1, 2, 2);
    reads(ranges(1, 8, 13, 30), 4);
  }

  @Test
  void flippedHighestBitsOfALength() throws IOException {
    leave();
    flip(4, 2, 0);
    reads(range(1, 26), 1);
  }

  @Test
  void flippedBitInAChecksum() throws IOException {
    leave();
    flip(2, 0, 5);
    reads(ranges(1, 12, 19, 30), 6);
  }

  @Test
  void flippedBitInASeq() throws IOException {
    leave();
    flip(0, 5, 14);
    reads(ranges(1, 5, 7, 30), 1);
  }

  @Test
  void flippedBitInTheCalls() throws IOException {
    leave();
    flip(3, 1, 19);
    reads(ranges(1, 19, 25, 30), 5);
  }

  @Test
  void flippedBitInAPayload() throws IOException {
    leave();
    flip(4, 1, 10_000);
    reads(range(1, 25), 1);
  }

  @Test
  void aRecordTwice() throws IOException {
    leave();
    byte[] bytes = Files.readAllBytes(segments.get(1));
    ByteBuffer twice = ByteBuffer.allocate(bytes.length + RECORD);
    int second = Format.SEGMENT_HEAD + RECORD;
    twice.put(bytes, 0, second + RECORD).put(bytes, second, bytes.length - second);
    Files.write(segments.get(1), twice.array());
    reads(ranges(1, 8, 13, 30), 4);
  }

  @Test
  void zeroFilledTail() throws IOException {
    leave();
    byte[] bytes = Files.readAllBytes(segments.get(4));
    Arrays.fill(bytes, Format.SEGMENT_HEAD + 3 * RECORD, bytes.length, (byte) 0);
    Files.write(segments.get(4), bytes);
    reads(range(1, 27), 0);
  }

  @Test
  void truncatedHeaderOfASegment() throws IOException {
    leave();
    cut(2, 11);
    reads(ranges(1, 12, 19, 30), 6);
  }

  @Test
  void truncatedHeaderOfTheLastSegment() throws IOException {
    leave();
    cut(4, 11);
    reads(range(1, 24), 0);
  }

  @Test
  void wrongMagic() throws IOException {
    leave();
    byte[] bytes = Files.readAllBytes(segments.get(4));
    bytes[0] = 'X';
    Files.write(segments.get(4), bytes);
    reads(range(1, 24), 1);
  }

  @Test
  void newerVersion() throws IOException {
    leave();
    byte[] bytes = Files.readAllBytes(segments.get(3));
    bytes[7] = 2;
    Files.write(segments.get(3), bytes);
    assertThat(read("a")).isEmpty();
    assertThat(told.adopted).isEmpty();
    assertThat(told.givenUp).isEmpty();
    assertThat(segments).allSatisfy(segment -> assertThat(segment).exists());
    assertThat(cursor("a")).exists();
  }

  @Test
  void emptySegment() throws IOException {
    leave();
    cut(1, 0);
    reads(ranges(1, 6, 13, 30), 6);
  }

  @Test
  void missingFirstSegment() throws IOException {
    leave();
    Files.delete(segments.get(0));
    reads(range(7, 30), 6);
  }

  @Test
  void missingMiddleSegment() throws IOException {
    leave();
    Files.delete(segments.get(2));
    reads(ranges(1, 12, 19, 30), 6);
  }

  @Test
  void duplicateSegmentOfAnotherName() throws IOException {
    leave();
    Files.copy(segments.get(1), Segment.path(segments.get(1).getParent(), 10));
    reads(range(1, 30), 0);
  }

  @Test
  void overlappingSegments() throws IOException {
    leave();
    Path copy = Segment.path(segments.get(1).getParent(), 8);
    ByteBuffer bytes = ByteBuffer.allocate(Format.SEGMENT_HEAD + 5 * RECORD);
    bytes.put(Format.segmentHead(8));
    bytes.put(Files.readAllBytes(segments.get(1)), Format.SEGMENT_HEAD + RECORD, 5 * RECORD);
    Files.write(copy, bytes.array());
    reads(range(1, 30), 0);
  }

  @Test
  void garbageFiles() throws IOException {
    leave();
    byte[] garbage = new byte[50_000];
    new Random(1).nextBytes(garbage);
    Path folder = segments.get(0).getParent();
    Files.write(folder.resolve("0000000000000fff.seg"), garbage);
    Files.write(folder.resolve("notes.seg"), garbage);
    Files.write(folder.resolve("core.4711"), garbage);
    Files.write(home.resolve("notes"), garbage);
    Files.createDirectory(home.resolve("12-notours"));
    assertThat(read("a")).isEqualTo(range(1, 30));
    assertThat(told.givenUp).containsEntry("a spool_corrupt", 1L);
    told.givenUp.clear();
    assertThat(read("b")).isEqualTo(range(1, 30));
    assertThat(told.givenUp).containsEntry("b spool_corrupt", 1L);
    assertThat(folder.resolve("core.4711")).exists();
    assertThat(home.resolve("notes")).exists();
    assertThat(read("b")).isEmpty();
  }

  @Test
  void tornCursor() throws IOException {
    leave();
    Spool spool = Spool.open(home, MAX, List.of("a", "b"), told, () -> 1);
    spool.tick();
    SpoolReader reader = spool.reader("a");
    reader.read(3, MAX);
    reader.advance(3);
    reader.read(2, MAX);
    reader.advance(2);
    spool.close();
    byte[] bytes = Files.readAllBytes(cursor("a"));
    byte[] torn = bytes.clone();
    Arrays.fill(torn, 5, 16, (byte) 7);
    Files.write(cursor("a"), torn);
    List<Integer> first = read("a");
    assertThat(first.get(0)).isIn(4, 6);
    assertThat(first).endsWith(30).hasSize(31 - first.get(0));
  }

  @Test
  void garbageCursor() throws IOException {
    leave();
    byte[] garbage = new byte[32];
    new Random(2).nextBytes(garbage);
    Files.write(cursor("a"), garbage);
    Files.write(cursor("b"), new byte[0]);
    reads(range(1, 30), 0);
  }

  @Test
  void cursorBeyondTheEnd() throws IOException {
    leave();
    Files.delete(cursor("a"));
    Cursor.create(new RealDisk(), cursor("a"), 1_000_000).close();
    assertThat(read("a")).isEmpty();
    assertThat(told.adopted).doesNotContainKey("a");
    assertThat(read("b")).isEqualTo(range(1, 30));
    assertThat(told.givenUp).isEmpty();
  }

  @Test
  void missingCursor() throws IOException {
    leave();
    Files.delete(cursor("a"));
    assertThat(read("a")).isEmpty();
    assertThat(read("b")).isEqualTo(range(1, 30));
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void allCursorsMissing() throws IOException {
    leave();
    Files.delete(cursor("a"));
    Files.delete(cursor("b"));
    assertThat(read("a")).isEmpty();
    assertThat(segments).allSatisfy(segment -> assertThat(segment).exists());
  }
}
