package dev.steno.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thread that writes and threads that read, in a spool that is always full, count exactly. */
class SpoolThreadsTest {
  private static final int RECORDS = Boolean.getBoolean("nightly") ? 200_000 : 10_000;
  private static final List<String> READERS = List.of("a", "b", "c");

  @Test
  @Timeout(120)
  void whatIsTakenIsReadOrCounted(@TempDir Path root) throws IOException, InterruptedException {
    Told told = new Told();
    Spool before = Spool.open(root, 1 << 20, READERS, told, System::nanoTime);
    for (int i = 1; i <= 400; i++) {
      before.append(payload("old", i), 1);
      assertThat(i % 100 != 0 || before.flush()).isTrue();
    }
    before.close();
    Spool spool = Spool.open(root, 1 << 20, READERS, told, System::nanoTime);
    AtomicBoolean ended = new AtomicBoolean();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    List<AtomicLong> read = new ArrayList<>();
    for (String name : READERS) {
      AtomicLong count = new AtomicLong();
      read.add(count);
      Thread thread = new Thread(() -> read(spool.reader(name), count, ended), name);
      thread.setUncaughtExceptionHandler((which, failure) -> failures.add(failure));
      thread.start();
      threads.add(thread);
    }
    for (int i = 1; i <= RECORDS; i++) {
      assertThat(spool.append(payload("new", i), 1)).isEqualTo(i);
      if (i % 17 == 0) {
        assertThat(spool.flush()).isTrue();
      }
      if (i % 100 == 0) {
        spool.tick();
      }
    }
    assertThat(spool.flush()).isTrue();
    for (int i = 0; i < 3; i++) {
      spool.tick();
    }
    ended.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    for (int i = 0; i < READERS.size(); i++) {
      String name = READERS.get(i);
      long givenUp = told.givenUp.getOrDefault(name + " spool_full", 0L);
      assertThat(RECORDS + told.adopted.getOrDefault(name, 0L))
          .as(name)
          .isEqualTo(read.get(i).get() + givenUp);
      assertThat(told.givenUp).doesNotContainKey(name + " spool_corrupt");
      assertThat(spool.reader(name).waitingCalls()).isZero();
    }
    spool.close();
    assertThat(root).isEmptyDirectory();
  }

  private static byte[] payload(String folder, int number) {
    return (folder + ":" + number + ":" + "x".repeat(1_000)).getBytes(UTF_8);
  }

  private static void read(SpoolReader reader, AtomicLong count, AtomicBoolean ended) {
    Random random = new Random(reader.name().charAt(0));
    Map<String, Long> last = new HashMap<>(Map.of("old", 0L, "new", 0L));
    while (true) {
      boolean wasEnded = ended.get();
      List<SpoolRecord> some = reader.read(1 + random.nextInt(100), 1 << 20);
      for (SpoolRecord record : some) {
        assertThat(text(record).split(":", -1)[1]).isEqualTo(String.valueOf(record.seq()));
      }
      if (!some.isEmpty()) {
        String folder = text(some.get(0)).substring(0, 3);
        assertThat(some.get(0).seq()).isGreaterThan(last.get(folder));
        int done = random.nextInt(some.size() + 1);
        if (random.nextInt(10) == 0) {
          LockSupport.parkNanos(random.nextInt(20_000_000));
        }
        reader.advance(done);
        count.addAndGet(done);
        if (done > 0) {
          last.put(folder, some.get(done - 1).seq());
        }
      } else if (wasEnded) {
        return;
      } else {
        LockSupport.parkNanos(100_000);
      }
    }
  }

  private static String text(SpoolRecord record) {
    return new String(record.payload(), UTF_8);
  }
}
