package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.export.Dead;
import dev.steno.agent.export.Journal;
import dev.steno.agent.export.Samples;
import dev.steno.agent.export.Sender;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.privacy.Rules;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Who keeps what is finished, and in which order. */
class KeepingTest {
  private final Log log = new Log(new PrintStream(PrintStream.nullOutputStream()), false);
  private final Health health = new Health();
  private final Config config = ConfigReader.read(null, new Properties(), Map.of());
  private final Journal journal = new Journal(64 << 20, null, health, log);
  private final Keeping keeping =
      new Keeping(config, new Rules(config.privacy(), List.of(), "unused", log), health, log);
  private final List<String> taken = new ArrayList<>();
  private final Deque<Entry> finished = new ArrayDeque<>();
  private final Sender sender =
      new Sender(
          new Sender.Whose("vendor", null, 0),
          name ->
              entries -> {
                for (Entry entry : entries) {
                  taken.add(((Interaction) entry).input());
                }
                return entries.size();
              },
          journal,
          UnaryOperator.identity(),
          Dead.NONE,
          health,
          log,
          () -> 1);

  private List<String> delivered() throws InterruptedException {
    keeping.keepHanded();
    journal.flush();
    sender.finish(Duration.ofMinutes(1));
    Thread thread = new Thread(sender);
    thread.start();
    thread.join();
    return taken;
  }

  private List<String> keep(int from, int to) {
    List<String> inputs = new ArrayList<>();
    for (int i = from; i < to; i++) {
      inputs.add("question " + i);
      finished.add(Samples.interaction("question " + i));
      keeping.keep(finished);
    }
    assertThat(finished).isEmpty();
    return inputs;
  }

  @Test
  void whatIsHandedOverIsKeptInOrder() throws InterruptedException {
    keeping.in(journal);
    List<String> all = keep(0, 10);
    keeping.begins();
    CountDownLatch done = new CountDownLatch(1);
    Thread helping =
        new Thread(
            () -> {
              try {
                keeping.helpUntil(done, TimeUnit.MINUTES.toNanos(1));
              } catch (InterruptedException unexpected) {
                Thread.currentThread().interrupt();
              }
            });
    helping.start();
    all.addAll(keep(10, 5_000));
    done.countDown();
    helping.join();
    all.addAll(keep(5_000, 5_010));
    assertThat(delivered()).isEqualTo(all);
  }

  @Test
  void whoWaitsNoLongerKeepsNobodyFromIt() throws InterruptedException {
    keeping.in(journal);
    keeping.begins();
    List<String> all = keep(0, 3);
    keeping.helpUntil(new CountDownLatch(1), 0);
    all.addAll(keep(3, 6));
    assertThat(delivered()).isEqualTo(all);
  }

  @Test
  void whoHelpsAWriterThatIsBehindKeepsWhatIsHandedOver() throws InterruptedException {
    keeping.in(journal);
    assertThat(keeping.help(Long.MAX_VALUE)).isFalse();
    keeping.behind(true);
    List<String> all = keep(0, 10);
    assertThat(kept()).isZero();
    assertThat(keeping.help(Long.MAX_VALUE)).isTrue();
    assertThat(kept()).isEqualTo(10);
    all.addAll(keep(10, 20));
    assertThat(kept()).isEqualTo(10);
    keeping.behind(false);
    assertThat(kept()).isEqualTo(20);
    all.addAll(keep(20, 30));
    assertThat(kept()).isEqualTo(30);
    assertThat(delivered()).isEqualTo(all);
  }

  @Test
  void aHelperThatDoesNothingIsNotWaitedForForEver() throws InterruptedException {
    keeping.in(journal);
    keeping.behind(true);
    List<String> all = keep(0, 1_000);
    assertThat(kept()).isGreaterThan(500);
    assertThat(delivered()).isEqualTo(all);
  }

  private int kept() {
    journal.flush();
    return sender.waiting();
  }
}
