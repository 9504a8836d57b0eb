package dev.steno.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a folder take nothing from each other, but all from those that ended. */
class ManyProcessesTest {
  private static final int PROCESSES = 8;
  private static final int EACH = Boolean.getBoolean("nightly") ? 20_000 : 500;

  @Test
  @Timeout(120)
  void eachRecordIsReadOnce(@TempDir Path root) throws IOException, InterruptedException {
    List<Talking> all = new ArrayList<>();
    try {
      Set<String> expected = new HashSet<>();
      for (int i = 0; i < PROCESSES; i++) {
        boolean reads = i % 2 == 1; // the others are killed while they append
        String name = "p" + i;
        all.add(new Talking(KillTest.start(root, name, reads ? EACH : Integer.MAX_VALUE, reads)));
        for (int record = 1; reads && record <= EACH; record++) {
          expected.add(name + ":" + record);
        }
      }
      for (int i = 0; i < PROCESSES; i += 2) {
        Talking killed = all.get(i);
        killed.awaitAccepted(EACH);
        killed.kill();
        killed.listener.join();
        for (String record : killed.accepted) {
          expected.add("p" + i + ":" + record);
        }
      }
      Set<String> seen = new HashSet<>();
      List<String> twice = new ArrayList<>();
      while (!seen.containsAll(expected)) {
        for (Talking one : all) {
          for (String id = one.reads.poll(); id != null; id = one.reads.poll()) {
            if (!seen.add(id)) {
              twice.add(id);
            }
          }
        }
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(twice).isEmpty();
      for (Talking one : all) {
        assertThat(one.troubles).isEmpty();
      }
    } finally {
      for (Talking one : all) {
        one.kill();
      }
    }
  }

  /** A process, and what it says. */
  private static final class Talking {
    private final Process process;
    private final ConcurrentLinkedQueue<String> reads = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
    private final Thread listener = new Thread(this::listen);
    private final List<String> accepted = new ArrayList<>();

    Talking(Process process) {
      this.process = process;
      listener.setDaemon(true);
      listener.start();
    }

    private void listen() {
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.startsWith("read ")) {
            reads.add(line.substring("read ".length()));
          } else if (line.startsWith("accepted ")) {
            synchronized (this) {
              accepted.add(line.substring("accepted ".length()));
              notifyAll();
            }
          } else if (!line.equals("full")) {
            troubles.add(line);
          }
        }
      } catch (IOException killed) {
        // It says nothing any more.
      }
    }

    private synchronized void awaitAccepted(int count) throws InterruptedException {
      while (accepted.size() < count) {
        wait();
      }
    }

    private void kill() throws InterruptedException {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }
}
