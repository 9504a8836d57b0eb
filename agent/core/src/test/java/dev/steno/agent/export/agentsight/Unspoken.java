package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Interaction;

/** Interactions that no framework told of. */
final class Unspoken {
  private Unspoken() {}

  static Interaction of(Interaction turn) {
    return new Interaction(
        turn.id(),
        turn.conversationId(),
        turn.conversationSource(),
        false,
        turn.agentName(),
        turn.startedAt(),
        turn.latencyNanos(),
        turn.timeToFirstChunkNanos(),
        turn.outcome(),
        turn.failure(),
        turn.input(),
        turn.output(),
        turn.usage(),
        turn.cost(),
        turn.calls(),
        turn.properties(),
        turn.origin());
  }
}
