package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link ReaderFuzzer} for a bounded number of inputs, beginning with the samples. */
class FuzzTest {
  private static final String RUNS = System.getProperty("fuzz.runs", "40000");
  private static final int MOST_MINUTES = 30;

  /** In seconds, for one input: a linear reader needs thousandths. */
  private static final int MOST_SECONDS = 5;

  @Test
  void noBytesMakeAReaderThrowHangOrKeepTooMuch(@TempDir Path corpus)
      throws IOException, InterruptedException {
    int number = 0;
    for (Sample sample : Sample.all()) {
      Files.write(corpus.resolve("sample-" + number++), ReaderFuzzer.input(sample));
    }
    Path findings = Files.createDirectories(Path.of("target", "fuzz").toAbsolutePath());
    File log = findings.resolve("log").toFile();
    Process fuzzer =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Xmx512m",
                    "com.code_intelligence.jazzer.Jazzer",
                    "--target_class=" + ReaderFuzzer.class.getName(),
                    "--instrumentation_includes=dev.steno.agent.wire.**",
                    "--custom_hook_excludes=**",
                    "--reproducer_path=" + findings,
                    "-artifact_prefix=" + findings + File.separator,
                    "-runs=" + RUNS,
                    "-timeout=" + MOST_SECONDS,
                    // Of the process, which maps all jars of the tests; the heap has its own bound.
                    "-rss_limit_mb=0",
                    "-max_len=32768",
                    "-seed=4711",
                    corpus.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    boolean ended = fuzzer.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    fuzzer.destroyForcibly();
    assertThat(ended).as("ended within %d minutes", MOST_MINUTES).isTrue();
    String said = Files.readString(log.toPath());
    assertThat(fuzzer.exitValue()).as("exit code of the fuzzer, which said:%n%s", said).isZero();
    assertThat(said).contains("Done " + RUNS + " runs");
  }
}
