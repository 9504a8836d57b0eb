package dev.steno.agent.export.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.config.Config.FileConfig;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Samples;
import dev.steno.agent.model.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of recordings: their names, their rights, their ends. */
class FileExporterTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private final Time clock = new Time();

  private static final class Time extends Clock {
    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private Path recordings() {
    return folder.resolve("home/.steno/interactions");
  }

  private FileExporter exporter(long maxSize, int keepDays, long keepSize) {
    return new FileExporter(
        new FileConfig(recordings().toString(), maxSize, keepDays, keepSize), MIB, 4711, clock);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(recordings())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void old(String name, int bytes, Duration age) throws IOException {
    Files.createDirectories(recordings());
    Path file = recordings().resolve(name);
    Files.write(file, new byte[bytes]);
    Files.setLastModifiedTime(file, FileTime.from(NOON.minus(age)));
  }

  @Test
  void eachInteractionIsALineOfTheDaysFile() throws IOException {
    FileExporter exporter = exporter(MIB, 14, MIB);
    exporter.export(List.of(Samples.interaction("one"), Samples.interaction("two")));
    exporter.export(List.of(Samples.interaction("three")));
    assertThat(names()).containsExactly("2026-11-20-4711.jsonl");
    List<String> lines = Files.readAllLines(recordings().resolve("2026-11-20-4711.jsonl"));
    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    assertThat(lines.get(2)).contains("three");
  }

  @Test
  void onlyTheOwnerMayReadIt() throws IOException {
    exporter(MIB, 14, MIB).export(List.of(Samples.interaction("one")));
    Path file = recordings().resolve("2026-11-20-4711.jsonl");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    for (Path made = recordings(); !made.equals(folder); made = made.getParent()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws IOException {
    Files.createDirectories(recordings());
    Files.setPosixFilePermissions(recordings(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> exporter(MIB, 14, MIB).export(List.of(Samples.interaction("one"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod go-w");
    assertThat(names()).isEmpty();
  }

  @Test
  void aLinkToAFolderOfTheUserIsFollowed() throws IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Files.createDirectories(recordings().getParent());
    Files.createSymbolicLink(recordings(), disk);
    exporter(MIB, 14, MIB).export(List.of(Samples.interaction("one")));
    assertThat(disk.resolve("2026-11-20-4711.jsonl")).exists();
  }

  @Test
  void aNewDayIsANewFile() throws IOException {
    FileExporter exporter = exporter(MIB, 14, MIB);
    exporter.export(List.of(Samples.interaction("one")));
    clock.now = NOON.plus(Duration.ofDays(1));
    exporter.export(List.of(Samples.interaction("two")));
    assertThat(names()).containsExactly("2026-11-20-4711.jsonl", "2026-11-21-4711.jsonl");
  }

  @Test
  void aFullFileIsFollowedByTheNext() throws IOException {
    FileExporter exporter = exporter(4096, 14, MIB);
    for (int i = 0; i < 20; i++) {
      exporter.export(List.of(Samples.interaction("x".repeat(1000))));
    }
    assertThat(names()).hasSizeGreaterThan(4).contains("2026-11-20-4711.2.jsonl");
    for (String name : names()) {
      assertThat(Files.size(recordings().resolve(name))).isBetween(1L, 4096L);
    }
  }

  @Test
  void noTwoProcessesOfOnePidWriteIntoOneFile() throws IOException {
    exporter(MIB, 14, MIB).export(List.of(Samples.interaction("one")));
    exporter(MIB, 14, MIB).export(List.of(Samples.interaction("two")));
    assertThat(names()).containsExactly("2026-11-20-4711.2.jsonl", "2026-11-20-4711.jsonl");
  }

  @Test
  void aFolderThatWasTakenAwayIsMadeAgain() throws IOException {
    FileExporter exporter = exporter(MIB, 14, MIB);
    exporter.export(List.of(Samples.interaction("one")));
    Files.delete(recordings().resolve("2026-11-20-4711.jsonl"));
    Files.delete(recordings());
    exporter.export(List.of(Samples.interaction("two")));
    assertThat(Files.readString(recordings().resolve("2026-11-20-4711.jsonl"))).contains("two");
  }

  @Test
  void oldRecordingsAreDeletedAndNothingElse() throws IOException {
    old("2026-11-01-1.jsonl", 10, Duration.ofDays(19));
    old("2026-11-10-1.jsonl", 10, Duration.ofDays(10));
    old("notes.jsonl", 10, Duration.ofDays(100));
    exporter(MIB, 14, MIB).export(List.of(Samples.interaction("one")));
    assertThat(names())
        .containsExactly("2026-11-10-1.jsonl", "2026-11-20-4711.jsonl", "notes.jsonl");
  }

  @Test
  void theOldestAreDeletedWhenAllTogetherAreTooBig() throws IOException {
    old("2026-11-17-1.jsonl", 6_000, Duration.ofDays(3));
    old("2026-11-18-1.jsonl", 6_000, Duration.ofDays(2));
    old("2026-11-20-9.jsonl", 6_000, Duration.ofMinutes(5));
    exporter(MIB, 14, 13_000).export(List.of(Samples.interaction("one")));
    assertThat(names())
        .containsExactly("2026-11-18-1.jsonl", "2026-11-20-4711.jsonl", "2026-11-20-9.jsonl");
  }

  @Test
  void aFolderThatCannotBeMadeFailsAndWorksOnceItCan() throws IOException {
    Files.createFile(folder.resolve("home"));
    FileExporter exporter = exporter(MIB, 14, MIB);
    assertThatThrownBy(() -> exporter.export(List.of(Samples.interaction("one"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("home");
    Files.delete(folder.resolve("home"));
    exporter.export(List.of(Samples.interaction("two")));
    assertThat(names()).hasSize(1);
  }

  @Test
  void aFileThatWasReplacedIsLeftAlone() throws IOException {
    FileExporter exporter = exporter(MIB, 14, MIB);
    exporter.export(List.of(Samples.interaction("one")));
    Path file = recordings().resolve("2026-11-20-4711.jsonl");
    Files.delete(file);
    Files.writeString(file, "somebody's");
    exporter.export(List.of(Samples.interaction("two"), Samples.interaction("three")));
    assertThat(Files.readString(file)).isEqualTo("somebody's");
    assertThat(Files.readAllLines(recordings().resolve("2026-11-20-4711.2.jsonl"))).hasSize(2);
  }

  /** An interrupt closes a channel; no line is lost for it, and none is half there. */
  @Test
  void anInterruptLosesNoLine() throws IOException {
    FileExporter exporter = exporter(MIB, 14, MIB);
    exporter.export(List.of(Samples.interaction("one")));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> exporter.export(List.of(Samples.interaction("two"))))
        .isInstanceOf(DeliveryException.class);
    assertThat(Thread.interrupted()).isTrue();
    exporter.export(List.of(Samples.interaction("two")));
    StringBuilder all = new StringBuilder();
    for (String name : names()) {
      all.append(Files.readString(recordings().resolve(name)));
    }
    assertThat(all.toString().lines()).hasSize(2).allMatch(line -> line.endsWith("}"));
  }

  /** Also what the write that was interrupted left of one is cut off. */
  @Test
  void anInterruptLeavesNoHalfLine() throws IOException {
    FileExporter exporter = exporter(MIB, 14, MIB);
    exporter.export(List.of(Samples.interaction("one")));
    Path file = recordings().resolve("2026-11-20-4711.jsonl");
    String before = Files.readString(file);
    Files.writeString(file, "{\"half", StandardOpenOption.APPEND);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> exporter.export(List.of(Samples.interaction("two"))))
        .isInstanceOf(DeliveryException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent(before);
  }

  @Test
  void aBatchGoesOnToTheNextFileWhereOneIsFull() throws Exception {
    FileExporter exporter = exporter(4096, 14, MIB);
    List<Entry> entries = Entries.turns(20, 1);
    for (int done = 0; done < 20; ) {
      done += exporter.export(entries.subList(done, 20));
    }
    int lines = 0;
    for (String name : names()) {
      assertThat(Files.size(recordings().resolve(name))).isBetween(1L, 4096L);
      lines += Files.readAllLines(recordings().resolve(name)).size();
    }
    assertThat(lines).isEqualTo(20);
  }
}
