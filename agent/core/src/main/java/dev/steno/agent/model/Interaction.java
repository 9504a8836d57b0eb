package dev.steno.agent.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exchange between a user and an assistant, from what was said to what was answered, with the
 * calls made in between.
 *
 * @param id a UUID of version 7
 * @param conversationId the conversation that it belongs to
 * @param conversationSource how the conversation was found: {@code request} when the request to the
 *     model names it, {@code framework} when it was told by the one that the assistant is made
 *     with, {@code api} when the application told it, {@code inbound} when the inbound request or
 *     the context of its thread did, {@code inferred} when its messages go on with those of an
 *     earlier interaction, {@code new} for one of its own
 * @param turn whether a framework told where it begins and ends; else that is known by its calls
 * @param agentName the name of the assistant, as its framework tells it, or null
 * @param startedAt wall clock at its begin, microseconds
 * @param latencyNanos from its begin to its end
 * @param timeToFirstChunkNanos to the first bytes of a streamed answer, or null
 * @param outcome how it ended
 * @param failure why it failed; not null exactly when {@code outcome} is {@code ERROR}
 * @param input what the user said last, or null when nothing was said in words
 * @param output what the assistant finally said, or null when nothing was said in words
 * @param usage the sum of what its calls to models that write told, or of all when there are none
 *     of those (an embedding's tokens are on its call); null when none told any
 * @param cost the sum of what its calls cost, of all of which that is known; null when it is of
 *     none
 * @param calls its calls, in the order of their begin
 * @param properties other facts: Strings, Numbers and Booleans by name
 * @param origin who it comes from
 */
public record Interaction(
    String id,
    String conversationId,
    String conversationSource,
    boolean turn,
    @Nullable String agentName,
    Instant startedAt,
    long latencyNanos,
    @Nullable Long timeToFirstChunkNanos,
    Outcome outcome,
    @Nullable Failure failure,
    @Nullable String input,
    @Nullable String output,
    @Nullable Usage usage,
    @Nullable Cost cost,
    List<Call> calls,
    Map<String, @Nullable Object> properties,
    Origin origin)
    implements Entry {

  /** The same interaction, with what it and its calls cost. */
  public Interaction priced(List<Call> pricedCalls, Cost sum) {
    return new Interaction(
        id,
        conversationId,
        conversationSource,
        turn,
        agentName,
        startedAt,
        latencyNanos,
        timeToFirstChunkNanos,
        outcome,
        failure,
        input,
        output,
        usage,
        sum,
        pricedCalls,
        properties,
        origin);
  }

  /** Whether something of it was left out because it was too big, or could not be read. */
  public boolean truncated() {
    for (Call call : calls) {
      if (call.truncated()) {
        return true;
      }
    }
    return false;
  }

  /** The same interaction, of that conversation. */
  public Interaction in(String conversation, String source) {
    return new Interaction(
        id,
        conversation,
        source,
        turn,
        agentName,
        startedAt,
        latencyNanos,
        timeToFirstChunkNanos,
        outcome,
        failure,
        input,
        output,
        usage,
        cost,
        calls,
        properties,
        origin);
  }

  /** The same interaction, from there. */
  public Interaction from(Origin known) {
    return new Interaction(
        id,
        conversationId,
        conversationSource,
        turn,
        agentName,
        startedAt,
        latencyNanos,
        timeToFirstChunkNanos,
        outcome,
        failure,
        input,
        output,
        usage,
        cost,
        calls,
        properties,
        known);
  }
}
