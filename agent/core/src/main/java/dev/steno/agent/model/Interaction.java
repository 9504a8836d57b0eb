package dev.steno.agent.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One exchange between a user and an assistant, from what was said to what was answered, with the
 * calls made in between.
 *
 * @param id a UUID of version 7
 * @param conversationId the conversation that it belongs to
 * @param conversationSource how the conversation was found: {@code new} for one of its own
 * @param startedAt wall clock at its begin, microseconds
 * @param latencyNanos from its begin to its end
 * @param timeToFirstChunkNanos to the first bytes of a streamed answer, or null
 * @param outcome how it ended
 * @param failure why it failed; not null exactly when {@code outcome} is {@code ERROR}
 * @param input what the user said last, or null when nothing was said in words
 * @param output what the assistant finally said, or null when nothing was said in words
 * @param usage the sum of its calls' usage, or null when none told any
 * @param calls its calls, in the order of their begin
 */
public record Interaction(
    String id,
    String conversationId,
    String conversationSource,
    Instant startedAt,
    long latencyNanos,
    @Nullable Long timeToFirstChunkNanos,
    Outcome outcome,
    @Nullable Failure failure,
    @Nullable String input,
    @Nullable String output,
    @Nullable Usage usage,
    List<Call> calls) {

  /** Whether something of it was left out because it was too big, or could not be read. */
  public boolean truncated() {
    return calls.stream().anyMatch(Call::truncated);
  }
}
