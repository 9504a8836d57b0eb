package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.export.Dead;
import dev.steno.agent.export.EntryCodec;
import dev.steno.agent.export.Journal;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.privacy.Rules;
import dev.steno.agent.spool.DeadLetters;
import dev.steno.agent.spool.Losses;
import dev.steno.agent.spool.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept in Steno's own folder: what waits for exporters, and what is never taken. */
final class Kept {
  private final Config config;
  private final Rules rules;
  private final Health health;
  private final Log log;

  Kept(Config config, Rules rules, Health health, Log log) {
    this.config = config;
    this.rules = rules;
    this.health = health;
    this.log = log;
  }

  /** Opens what waits on disk; null when nothing does: only what is local is on, or it is off. */
  Journal.@Nullable Opening opening() {
    boolean isAnyAway = false;
    for (String exporter : config.exporters()) {
      isAnyAway |= !Exporters.isLocal(exporter);
    }
    return isAnyAway && config.delivery().spoolMaxSize() > 0 ? new OnDisk() : null;
  }

  /** Keeps what is never taken; nothing, when nothing is to be on disk. Made when it is needed. */
  Dead dead() {
    return config.delivery().spoolMaxSize() <= 0 ? Dead.NONE : new Refused();
  }

  private final class OnDisk implements Journal.Opening {
    @Override
    public Spool open() throws IOException {
      List<String> readers = new ArrayList<>();
      for (String exporter : config.exporters()) {
        if (!Exporters.isLocal(exporter)) {
          readers.add(Exporters.reader(exporter, config));
        }
      }
      return Spool.open(
          Path.of(config.delivery().dir(), "spool"),
          config.delivery().spoolMaxSize(),
          readers,
          new Counting(),
          System::nanoTime);
    }

    /** It may have been kept for somebody who was to have more than anybody has now. */
    @Override
    public Entry adopted(Entry entry) {
      return rules.forAll(entry);
    }
  }

  private final class Refused implements Dead {
    private @Nullable DeadLetters letters;

    @Override
    public synchronized void add(String exporter, String reason, String answer, Entry entry) {
      DeadLetters known = letters;
      if (known == null) {
        Path folder = Path.of(config.delivery().dir(), "dead");
        known = new DeadLetters(folder, ProcessHandle.current().pid());
        letters = known;
      }
      known.append(exporter, Instant.now(), reason, answer, EntryCodec.bytes(entry));
    }
  }

  /** Counts what is lost on disk, for the exporter whose reader it is. */
  private final class Counting implements Losses {
    private String exporter(String reader) {
      int dash = reader.lastIndexOf('-');
      return dash < 0 ? reader : reader.substring(0, dash);
    }

    @Override
    public void givenUp(String reader, int calls, String reason) {
      String exporter = exporter(reader);
      health.dropped(reason, exporter, calls);
      String why = "the exporter " + exporter + " lost records that waited on disk: " + reason;
      log.warn(why);
      health.errors().add(exporter, why);
    }

    @Override
    public void adopted(String reader, int calls) {
      health.adopted(exporter(reader), calls);
    }

    @Override
    public void trouble(String what) {
      log.warn(what);
    }
  }
}
