package dev.steno.agent;

import dev.steno.agent.config.Config;
import dev.steno.agent.export.Dead;
import dev.steno.agent.export.EntryCodec;
import dev.steno.agent.export.Journal;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.spool.DeadLetters;
import dev.steno.agent.spool.Losses;
import dev.steno.agent.spool.Spool;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept in Steno's own folder: what waits for exporters, and what is never taken. */
final class Kept {
  private final Config config;
  private final Health health;
  private final Log log;

  Kept(Config config, Health health, Log log) {
    this.config = config;
    this.health = health;
    this.log = log;
  }

  /** Opens what waits on disk; null when nothing does: only what is local is on, or it is off. */
  Journal.@Nullable Opening opening() {
    List<String> readers = new ArrayList<>();
    for (String exporter : config.exporters()) {
      if (!Exporters.isLocal(exporter)) {
        readers.add(Exporters.reader(exporter, config));
      }
    }
    if (readers.isEmpty() || config.delivery().spoolMaxSize() <= 0) {
      return null;
    }
    return () ->
        Spool.open(
            Path.of(config.delivery().dir(), "spool"),
            config.delivery().spoolMaxSize(),
            readers,
            new Counting(),
            System::nanoTime);
  }

  /** Keeps what is never taken; nothing, when nothing is to be on disk. */
  Dead dead() {
    if (config.delivery().spoolMaxSize() <= 0) {
      return Dead.NONE;
    }
    Path folder = Path.of(config.delivery().dir(), "dead");
    DeadLetters letters = new DeadLetters(folder, ProcessHandle.current().pid());
    return (exporter, reason, answer, entry) ->
        letters.append(exporter, Instant.now(), reason, answer, EntryCodec.bytes(entry));
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
