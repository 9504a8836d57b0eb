package dev.steno.agent.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is recorded, one after the other: an interaction, or something else that happened. */
public sealed interface Entry permits Interaction, Event {
  /** A UUID of version 7. */
  String id();

  /** The conversation that it belongs to; null for an event outside of any. */
  @Nullable String conversationId();

  /** Wall clock at its begin, microseconds. */
  Instant startedAt();

  /** Who it comes from. */
  Origin origin();
}
