package dev.steno.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a process left behind: its exit code, what it printed, and what the agent recorded. */
public final class Result {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int exitCode;
  private final long pid;
  private final Path home;
  private final String stdout;
  private final String stderr;

  Result(int exitCode, long pid, Path home, File stdout, File stderr) throws IOException {
    this.exitCode = exitCode;
    this.pid = pid;
    this.home = home;
    this.stdout = read(stdout);
    this.stderr = read(stderr);
  }

  // Never throws for what the process printed, whatever bytes they are.
  private static String read(File file) throws IOException {
    return new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8);
  }

  public int exitCode() {
    return exitCode;
  }

  /** The user's home that it ran with. */
  public Path home() {
    return home;
  }

  public String stdout() {
    return stdout;
  }

  public String stderr() {
    return stderr;
  }

  public List<String> stderrLines() {
    return stderr.lines().toList();
  }

  /** The files that interactions were recorded to, by name. */
  public List<Path> interactionFiles() {
    Path folder = home.resolve(".steno").resolve("interactions");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was recorded, in the order of the lines. */
  public List<JsonNode> interactions() {
    return interactions(interactionFiles());
  }

  private static List<JsonNode> interactions(List<Path> recorded) {
    List<JsonNode> interactions = new ArrayList<>();
    for (Path file : recorded) {
      try {
        for (String line : Files.readAllLines(file)) {
          interactions.add(JSON.readTree(line));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("in " + file, e);
      }
    }
    return interactions;
  }

  /** Asserts that it ended well. */
  public Result assertClean() {
    assertThat(exitCode).as("exit code of%n%s", this).isZero();
    return this;
  }

  /**
   * Asserts that each call, or event, that was captured or taken over was delivered, or waits on
   * disk, or was counted as dropped.
   */
  public Result assertIdentity() {
    // Others may have recorded to the same home.
    List<Path> own =
        interactionFiles().stream()
            .filter(file -> file.getFileName().toString().contains("-" + pid + "."))
            .toList();
    summary().assertIdentity(interactions(own).stream().mapToLong(Result::captured).sum());
    return this;
  }

  /** What the agent counted. */
  public Summary summary() {
    return Summary.read(stderrLines());
  }

  /** An event, and an interaction without calls, count as one. */
  private static long captured(JsonNode line) {
    return Math.max(1, line.path("calls").size());
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + "\n--- stdout\n" + stdout + "\n--- stderr\n" + stderr;
  }
}
