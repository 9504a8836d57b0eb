package dev.steno.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process's folder, looked at from outside. */
class LeftBehindTest {
  @TempDir private Path root;

  private Spool spool(String... readers) throws IOException {
    return Spool.open(root, 64 << 20, List.of(readers), Losses.UNTOLD, System::nanoTime);
  }

  /** What a process leaves of so many records, of which one reader has read some. */
  private Path leave(int count, int done) throws IOException {
    Spool spool = spool("agnost-1", "otlp-2");
    for (int i = 1; i <= count; i++) {
      spool.append(("record " + i).getBytes(StandardCharsets.UTF_8), 2);
    }
    spool.flush();
    spool.reader("agnost-1").read(done, 1 << 20);
    spool.reader("agnost-1").advance(done);
    spool.close();
    List<Path> folders = LeftBehind.folders(root);
    assertThat(folders).hasSize(1);
    return folders.get(0);
  }

  private static List<String> read(LeftBehind left, String reader) throws IOException {
    List<String> read = new ArrayList<>();
    LeftBehind.Records records = left.records(reader);
    for (SpoolRecord next = records.next(); next != null; next = records.next()) {
      read.add(new String(next.payload(), StandardCharsets.UTF_8));
    }
    return read;
  }

  @Test
  void itSaysWhatWaitsForWhom() throws IOException {
    Path folder = leave(5, 3);
    assertThat(LeftBehind.waiting(folder))
        .containsEntry("agnost-1", new LeftBehind.Waiting(2, 4, 16, false))
        .containsEntry("otlp-2", new LeftBehind.Waiting(5, 10, 40, false));
  }

  @Test
  void aRunningProcesssIsNotTaken() throws IOException {
    Spool spool = spool("agnost-1");
    spool.append(new byte[10], 1);
    spool.flush();
    Path folder = LeftBehind.folders(root).get(0);
    assertThat(LeftBehind.take(folder)).isNull();
    assertThat(LeftBehind.waiting(folder)).containsKey("agnost-1");
    spool.close();
    LeftBehind left = LeftBehind.take(folder);
    assertThat(left).isNotNull();
    left.close();
  }

  @Test
  void eachReaderGetsWhatItHasNotReadAndItIsDeletedWhenAllHave() throws IOException {
    Path folder = leave(5, 3);
    LeftBehind left = LeftBehind.take(folder);
    assertThat(left.readers()).containsExactly("agnost-1", "otlp-2");
    assertThat(read(left, "agnost-1")).containsExactly("record 4", "record 5");
    assertThat(read(left, "otlp-2")).hasSize(5).startsWith("record 1");
    left.done("agnost-1", 5);
    left.done("otlp-2", 2);
    assertThat(left.end(System::nanoTime)).isTrue();
    assertThat(LeftBehind.waiting(folder).get("agnost-1").records()).isZero();

    left = LeftBehind.take(folder);
    assertThat(read(left, "otlp-2")).containsExactly("record 3", "record 4", "record 5");
    left.done("otlp-2", 5);
    assertThat(left.end(System::nanoTime)).isFalse();
    assertThat(folder).doesNotExist();
  }

  @Test
  void whatIsDamagedEndsASegmentAndIsSaid() throws IOException {
    Path folder = leave(5, 0);
    Path segment;
    try (var files = Files.list(folder)) {
      segment = files.filter(file -> file.toString().endsWith(".seg")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length - 1] ^= 1;
    Files.write(segment, bytes);
    LeftBehind left = LeftBehind.take(folder);
    LeftBehind.Records records = left.records("otlp-2");
    int count = 0;
    while (records.next() != null) {
      count++;
    }
    assertThat(count).isEqualTo(4);
    assertThat(records.isDamaged()).isTrue();
    left.close();
  }

  @Test
  void noFolderIsNoFolders() throws IOException {
    assertThat(LeftBehind.folders(root.resolve("missing"))).isEmpty();
    Files.createDirectory(root.resolve("other"));
    assertThat(LeftBehind.folders(root)).isEmpty();
  }
}
