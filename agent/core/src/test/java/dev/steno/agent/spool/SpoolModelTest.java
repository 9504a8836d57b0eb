package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random operations, with faults among them, do what the model says. */
class SpoolModelTest {
  private static final int SEQUENCES = Boolean.getBoolean("nightly") ? 10_000 : 500;
  private static final int STEPS = 40;
  private static final int FIRST = Integer.getInteger("spool.seed", 1);

  @Test
  void everySequenceDoesWhatTheModelDoes(@TempDir Path disk) throws IOException {
    Path memory = Path.of("/dev/shm"); // where thousands of files take no time
    if (!Files.isWritable(memory)) {
      run(disk);
      return;
    }
    Path home = Files.createTempDirectory(memory, "spool");
    try {
      run(home);
    } finally {
      Modelled.delete(home);
    }
  }

  private static void run(Path home) throws IOException {
    for (int seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
      Path root = home.resolve("spool-" + seed);
      int step = 0;
      try {
        Modelled both = new Modelled(root, seed);
        for (; step < STEPS; step++) {
          both.step();
        }
        both.finish();
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError("seed " + seed + ", step " + step, failure);
      }
      Modelled.delete(root);
    }
  }
}
