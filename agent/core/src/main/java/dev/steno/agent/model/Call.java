package dev.steno.agent.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a model, or for one. Null, and an empty collection, mean "not known".
 *
 * @param id this call's id, a UUID
 * @param parentId the id of the call that this one was made in, or null
 * @param operation {@code chat}, {@code text_completion}, {@code embeddings}, {@code
 *     image_generation}, {@code speech}, {@code transcription}, moderation, {@code rerank}, {@code
 *     execute_tool}, {@code retrieval}, {@code invoke_agent} or {@code guardrail}
 * @param provider the GenAI semantic conventions' name of the provider; null when no model was
 *     asked
 * @param requestModel the model that was asked for
 * @param responseModel the model that answered
 * @param responseId the provider's id of the answer
 * @param streaming whether the answer came as a stream
 * @param startedAt wall clock at the call's begin, microseconds
 * @param latencyNanos from the call's begin to its end
 * @param timeToFirstByteNanos from the call's begin to the head of the last layer's first answer;
 *     null when none came
 * @param timeToFirstChunkNanos from the call's begin to the first bytes of a streamed answer that
 *     the application read; null when there were none, or no stream
 * @param attempts how many HTTP requests the library made for it
 * @param httpStatus the last answer's status, or null when there was none
 * @param serverAddress the host that was called
 * @param serverPort its port
 * @param requestId the provider's id of the HTTP request
 * @param request the parameters of the request that are no content, by their wire names
 * @param systemInstructions instructions that were given apart from the messages
 * @param inputMessages what was sent to the model, in order
 * @param outputMessages what the model answered, one message a choice
 * @param toolDefinitions the tools that the model could ask for, as the request defined them
 * @param finishReasons why the model ended, one a choice, in the conventions' words
 * @param usage the provider's token counts, or null when it told none
 * @param cost what those cost, or null when there is no price for them
 * @param result what an operation other than chat gave (counts, sizes, categories), by name
 * @param detail what is known of it when it is none of a model; null when it is one
 * @param outcome how it ended
 * @param failure why it failed; not null exactly when {@code outcome} is {@code ERROR}
 * @param truncated whether something was left out because it was too big, or could not be read
 * @param instrumentation the names of the instrumentations that saw it, the outermost first
 */
public record Call(
    String id,
    @Nullable String parentId,
    String operation,
    @Nullable String provider,
    @Nullable String requestModel,
    @Nullable String responseModel,
    @Nullable String responseId,
    boolean streaming,
    Instant startedAt,
    long latencyNanos,
    @Nullable Long timeToFirstByteNanos,
    @Nullable Long timeToFirstChunkNanos,
    int attempts,
    @Nullable Integer httpStatus,
    @Nullable String serverAddress,
    @Nullable Integer serverPort,
    @Nullable String requestId,
    Map<String, @Nullable Object> request,
    List<Part> systemInstructions,
    List<Message> inputMessages,
    List<Message> outputMessages,
    List<Object> toolDefinitions,
    List<String> finishReasons,
    @Nullable Usage usage,
    @Nullable Cost cost,
    Map<String, @Nullable Object> result,
    @Nullable Detail detail,
    Outcome outcome,
    @Nullable Failure failure,
    boolean truncated,
    List<String> instrumentation) {

  /** When it ended, by the wall clock. */
  public Instant endedAt() {
    return startedAt.plusNanos(latencyNanos);
  }

  /** The same call, made in another one, or in none. */
  public Call in(@Nullable String otherParentId) {
    return copy(otherParentId, startedAt, 0, cost, instrumentation);
  }

  /** The same call, which that instrumentation saw as well, above all others; itself if it did. */
  public Call seenBy(String outermost) {
    if (!instrumentation.isEmpty() && instrumentation.get(0).equals(outermost)) {
      return this;
    }
    List<String> all = new ArrayList<>(instrumentation.size() + 1);
    all.add(outermost);
    all.addAll(instrumentation);
    return copy(parentId, startedAt, 0, cost, all);
  }

  /** The same call, made again after that attempt at it. */
  public Call after(Call attempt) {
    return copy(parentId, attempt.startedAt, attempt.attempts, cost, instrumentation);
  }

  /** The same call, with what it costs. */
  public Call priced(Cost estimate) {
    return copy(parentId, startedAt, 0, estimate, instrumentation);
  }

  private Call copy(
      @Nullable String otherParentId,
      Instant begin,
      int otherAttempts,
      @Nullable Cost estimate,
      List<String> seenBy) {
    long earlier = Duration.between(begin, startedAt).toNanos();
    return new Call(
        id,
        otherParentId,
        operation,
        provider,
        requestModel,
        responseModel,
        responseId,
        streaming,
        begin,
        latencyNanos + earlier,
        later(timeToFirstByteNanos, earlier),
        later(timeToFirstChunkNanos, earlier),
        attempts + otherAttempts,
        httpStatus,
        serverAddress,
        serverPort,
        requestId,
        request,
        systemInstructions,
        inputMessages,
        outputMessages,
        toolDefinitions,
        finishReasons,
        usage,
        estimate,
        result,
        detail,
        outcome,
        failure,
        truncated,
        seenBy);
  }

  private static @Nullable Long later(@Nullable Long nanos, long by) {
    return nanos == null ? null : Long.valueOf(nanos + by);
  }
}
