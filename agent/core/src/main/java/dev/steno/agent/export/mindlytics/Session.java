package dev.steno.agent.export.mindlytics;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A session that is open there. */
final class Session {
  final String id;

  /** Who speaks in it, by what came last. */
  @Nullable String user;

  @Nullable String device;

  /** The keys of its conversations that are open. */
  final Set<String> conversations = new HashSet<>();

  /** When something came last. */
  Instant last;

  Session(String id, Instant now) {
    this.id = id;
    this.last = now;
  }
}
