package dev.steno.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted is read, whenever the process is killed. */
class KillTest {
  private static final int KILLS = Boolean.getBoolean("nightly") ? 200 : 12;
  private static final int MOST_LINES = Boolean.getBoolean("nightly") ? 40_000 : 5_000;
  private static final int BATCH = 50;

  @Test
  void nothingAcceptedIsLost(@TempDir Path home) throws IOException, InterruptedException {
    long seed = Long.getLong("spool.seed", System.nanoTime());
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < KILLS; i++) {
      boolean reads = i % 2 == 1;
      Path root = home.resolve("spool-" + i);
      List<String> said =
          saidBeforeKill(start(root, "p", Integer.MAX_VALUE, reads), random.nextInt(MOST_LINES));
      Set<String> taken = numbers(said, "accepted ");
      Set<String> before = numbers(said, "read p:");
      accepted += taken.size();
      Told told = new Told();
      List<String> after = drain(root, told);
      assertThat(new HashSet<>(after)).as("once, seed %d", seed).hasSameSizeAs(after);
      Set<String> all = new HashSet<>(before);
      all.addAll(after);
      assertThat(all).as("accepted, seed %d, kill %d", seed, i).containsAll(taken);
      after.retainAll(before);
      assertThat(after).as("twice, seed %d", seed).hasSizeLessThanOrEqualTo(BATCH);
      assertThat(told.givenUp).as("given up, seed %d", seed).isEmpty();
      Modelled.delete(root);
    }
    assertThat(accepted).isGreaterThan(KILLS * 100);
    System.out.println(KILLS + " kills, " + accepted + " accepted");
  }

  private static Set<String> numbers(List<String> said, String what) {
    Set<String> numbers = new HashSet<>();
    said.stream()
        .filter(line -> line.startsWith(what))
        .forEach(line -> numbers.add(line.substring(what.length())));
    return numbers;
  }

  /** Lines that were printed whole; it is killed after so many of them, or the last one. */
  static List<String> saidBeforeKill(Process process, int lines)
      throws IOException, InterruptedException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int count = 0;
    try (InputStream out = process.getInputStream()) {
      byte[] chunk = new byte[4096];
      for (int read = out.read(chunk); read >= 0; read = out.read(chunk)) {
        said.write(chunk, 0, read);
        for (int i = 0; i < read; i++) {
          count += chunk[i] == '\n' ? 1 : 0;
        }
        if (count > lines) {
          process.toHandle().destroyForcibly(); // which leaves its output open
        }
      }
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    String all = said.toString(StandardCharsets.US_ASCII);
    return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
  }

  static Process start(Path root, String name, int most, boolean reads) throws IOException {
    return started(command(root, name, most, reads));
  }

  static Process started(List<String> command) throws IOException {
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  static List<String> command(Path root, String name, int most, boolean reads) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-cp",
        place(Spool.class) + File.pathSeparator + place(Appender.class),
        Appender.class.getName(),
        root.toString(),
        name,
        String.valueOf(most),
        String.valueOf(reads));
  }

  private static String place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static List<String> drain(Path root, Told told) throws IOException {
    List<String> all = new ArrayList<>();
    Spool spool = Spool.open(root, 1L << 30, List.of("a"), told, System::nanoTime);
    SpoolReader reader = spool.reader("a");
    spool.tick();
    for (List<SpoolRecord> some = reader.read(500, 1 << 20);
        !some.isEmpty();
        some = reader.read(500, 1 << 20)) {
      some.forEach(record -> all.add(Appender.id(record).substring("p:".length())));
      reader.advance(some.size());
    }
    spool.tick();
    spool.close();
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).isEmpty();
    }
    return all;
  }
}
