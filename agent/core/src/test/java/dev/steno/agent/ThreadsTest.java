package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Outbox;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

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
}
