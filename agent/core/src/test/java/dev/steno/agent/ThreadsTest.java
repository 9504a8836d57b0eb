package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.export.Journal;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** That the threads run, and what becomes of it when one cannot be started. */
class ThreadsTest {

  /** One that has ended cannot be started, as one for which there is no memory. */
  @Test
  void whatCannotBeStartedCountsAsNotStarted() throws InterruptedException {
    Daemons daemons = new Daemons(List.of("file"));
    Thread ended = daemons.with(Daemons.WRITER, () -> {});
    ended.start();
    ended.join();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Threads threads =
        new Threads(
            ConfigReader.read(null, new Properties(), Map.of()),
            daemons,
            new Outbox<>(1 << 20),
            new OpenCalls(1 << 20, 1),
            new Health(),
            new Log(nowhere, false),
            nowhere,
            null);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(threads::run).isInstanceOf(IllegalThreadStateException.class);
    }
    assertThat(threads.waiting()).isEmpty();
  }

  /** Who waits to send does a part of its work, so that less is dropped. */
  @Test
  void aWriterThatIsBehindIsHelped(@TempDir(cleanup = CleanupMode.NEVER) Path folder) {
    Properties settings = new Properties();
    settings.setProperty("steno.dir", folder.toString());
    settings.setProperty("steno.exporters", "otlp");
    settings.setProperty("steno.otlp.endpoint", "http://127.0.0.1:9");
    Config config = ConfigReader.read(null, settings, Map.of());
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Outbox<Item> outbox = new Outbox<>(1 << 16);
    OpenCalls open = new OpenCalls(1 << 20, 1);
    Health health = new Health();
    Log log = new Log(nowhere, false);
    Daemons daemons = new Daemons(config.exporters());
    Threads threads = new Threads(config, daemons, outbox, open, health, log, nowhere, null);
    threads.run();
    try {
      boolean isHelped = false;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (!isHelped && System.nanoTime() - end < 0) {
        for (int i = 0; i < 500; i++) {
          outbox.offer(WriterTest.message(UUID.randomUUID().toString(), "hello"));
        }
        isHelped = isKeptBy("steno-otlp");
      }
      assertThat(isHelped).isTrue();
    } finally {
      threads.stop();
    }
  }

  private static boolean isKeptBy(String thread) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(one -> one.getKey().getName().equals(thread))
        .flatMap(one -> Stream.of(one.getValue()))
        .anyMatch(
            frame ->
                frame.getClassName().equals(Journal.class.getName())
                    && frame.getMethodName().equals("add"));
  }
}
