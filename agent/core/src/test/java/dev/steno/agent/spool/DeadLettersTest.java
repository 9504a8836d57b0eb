package dev.steno.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no destination takes is kept a while, a line each. */
class DeadLettersTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir Path home;

  private Path folder() {
    return home.resolve("dead");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] entry(int bytes) {
    return ("{\"text\":\"" + "x".repeat(bytes) + "\"}").getBytes(UTF_8);
  }

  @Test
  void aLineHoldsTheRecordAndWhy() throws IOException {
    DeadLetters dead = new DeadLetters(folder(), 4711);
    byte[] entry = "{\"id\":\"1\",\n \"text\":\"\u00fc\\n\"}".getBytes(UTF_8);
    assertThat(dead.append("agnost", NOON, "refused", "no\u001b[31m \"way\"\n", entry)).isTrue();
    assertThat(dead.append("agnost", NOON, "refused", null, entry(3))).isTrue();
    assertThat(names()).containsExactly("2026-11-20-4711-agnost.jsonl");
    Path file = folder().resolve("2026-11-20-4711-agnost.jsonl");
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(Json.parseContainer(lines.get(0)))
        .isEqualTo(
            Map.of(
                "exporter", "agnost",
                "at", "2026-11-20T12:00:00Z",
                "reason", "refused",
                "answer", "no [31m \"way\" ",
                "entry", Map.of("id", "1", "text", "\u00fc\n")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void oneKibOfTheAnswerIsKept() throws IOException {
    DeadLetters dead = new DeadLetters(folder(), 1);
    dead.append("a", NOON, "refused", "\ud83d\ude00".repeat(1_000), entry(1));
    String line = Files.readString(folder().resolve("2026-11-20-1-a.jsonl"));
    assertThat(((Map<?, ?>) Json.parseContainer(line)).get("answer"))
        .isEqualTo("\ud83d\ude00".repeat(256));
  }

  /** Somebody interrupts all threads: a file is closed by that. */
  @Test
  void anInterruptLosesNone() throws IOException {
    DeadLetters dead = new DeadLetters(folder(), 1);
    Thread.currentThread().interrupt();
    boolean isKept = dead.append("a", NOON, "refused", null, entry(1));
    Thread.interrupted();
    assertThat(isKept).isTrue();
    assertThat(Files.readAllLines(folder().resolve("2026-11-20-1-a.jsonl"))).hasSize(1);
  }

  @Test
  void theOldestFileGoesFirst() throws IOException {
    DeadLetters dead = new DeadLetters(folder(), 1, 10_000);
    dead.append("old", NOON, "refused", null, entry(900));
    Files.setLastModifiedTime(
        folder().resolve("2026-11-20-1-old.jsonl"), FileTime.from(NOON.minusSeconds(9)));
    for (int i = 0; i < 30; i++) {
      assertThat(dead.append("new", NOON, "refused", null, entry(900))).isTrue();
      assertThat(size()).isLessThanOrEqualTo(10_000);
    }
    assertThat(names()).doesNotContain("2026-11-20-1-old.jsonl").hasSizeGreaterThan(5);
    assertThat(dead.append("new", NOON, "refused", null, entry(10_000))).isFalse();
  }

  private long size() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aNewProcessAndANewDayHaveANewFile() throws IOException {
    new DeadLetters(folder(), 1).append("a", NOON, "refused", null, entry(1));
    DeadLetters second = new DeadLetters(folder(), 1);
    second.append("a", NOON, "refused", null, entry(1));
    second.append("a", NOON.plusSeconds(86_400), "refused", null, entry(1));
    assertThat(names())
        .containsExactly("2026-11-20-1-a.2.jsonl", "2026-11-20-1-a.jsonl", "2026-11-21-1-a.jsonl");
  }

  @Test
  void whereNothingCanBeWrittenItSaysSo() throws IOException {
    Files.createFile(folder());
    assertThat(new DeadLetters(folder(), 1).append("a", NOON, "refused", null, entry(1))).isFalse();
  }
}
