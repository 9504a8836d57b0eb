package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.config.Privacy;
import dev.steno.agent.export.Dead;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.Journal;
import dev.steno.agent.export.Sender;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.health.Waiting;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.privacy.Rules;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.queue.ScopeFacts;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the writer lets through, and what it says of it. */
@Timeout(60)
class WriterTest {
  private static final Waiting NOTHING =
      new Waiting() {
        @Override
        public Map<String, Integer> records() {
          return Map.of();
        }

        @Override
        public Map<String, Long> spooledCalls() {
          return Map.of();
        }
      };

  private final List<Entry> taken = new CopyOnWriteArrayList<>();
  private final Health health = new Health();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
  private final Outbox<Item> outbox = new Outbox<>(1 << 20);
  private final Config config = ConfigReader.read(null, new Properties(), Map.of());
  private final Exporter taking =
      entries -> {
        taken.addAll(entries);
        return entries.size();
      };

  private Writer write(Privacy privacy) throws InterruptedException {
    Rules rules = new Rules(privacy, List.of("test"), "", log);
    Journal journal = new Journal(1 << 20, null, health, log);
    Sender.Whose whose = new Sender.Whose("test", null, 0);
    Sender sender =
        new Sender(
            whose, name -> taking, journal, rules.of("test"), Dead.NONE, health, log, () -> 1);
    Writer writer =
        new Writer(
            outbox,
            new OpenCalls(1 << 20, 1L << 40),
            config,
            rules,
            List.of(sender),
            health,
            log,
            new Reports(config, health, NOTHING, log));
    writer.keepIn(journal);
    writer.stop(0);
    writer.run();
    sender.finish(Duration.ofSeconds(10));
    sender.run();
    return writer;
  }

  /** A person of the application said that. */
  static Item message(String id, String text) {
    return new Item.Happened(
        id,
        null,
        null,
        Event.Kind.AGENT_MESSAGE,
        Instant.EPOCH,
        ScopeFacts.NONE,
        null,
        Map.of("text", text),
        null,
        0);
  }

  private void happened() {
    health.captured();
    assertThat(outbox.offer(message("0199c0de-5678-7000-8000-000000000001", "a secret"))).isTrue();
  }

  @Test
  void whatIsToldGoesThrough() throws InterruptedException {
    happened();
    write(config.privacy());
    assertThat(taken).singleElement().isInstanceOf(Event.class);
    assertThat(health.dropped()).isEmpty();
  }

  /** Whatever it is that fails. */
  @Test
  void whatCannotBeToldFromWhatMustNotBeKeptIsKeptNowhere() throws InterruptedException {
    happened();
    Map<String, String> noMode = Map.of("input", "no such mode");
    write(
        new Privacy(
            noMode, Map.of(), List.of(), Map.of(), false, "", 1, true, List.of(), List.of()));
    assertThat(taken).isEmpty();
    assertThat(health.dropped()).containsExactly(Map.entry("redaction_failed", 1L));
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("a secret");
  }

  @Test
  void aFlushSaysOnceThatSomethingWasLostSinceTheLast() throws InterruptedException {
    happened();
    Writer writer = write(config.privacy());
    long second = TimeUnit.SECONDS.toNanos(1);
    assertThat(writer.flush(second)).isTrue();
    health.dropped("refused", "test", 1);
    assertThat(writer.flush(second)).isFalse();
    assertThat(writer.flush(second)).isTrue();
  }
}
