package dev.steno.agent.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks, and where. Null means "not known".
 *
 * @param userId who speaks
 * @param deviceId the device that is spoken from
 * @param sessionId what holds the conversations; that of an inbound request is hashed
 * @param conversationName what people call the conversation
 * @param environment {@code production}, {@code development}
 * @param client what the user speaks with
 * @param traceId the application's own trace, in hex
 * @param spanId its span, in hex
 * @param visitId the visit that the interaction is the first after, in the same session
 * @param properties other facts: Strings, Numbers and Booleans by name
 */
public record Origin(
    @Nullable String userId,
    @Nullable String deviceId,
    @Nullable String sessionId,
    @Nullable String conversationName,
    @Nullable String environment,
    Client client,
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable String visitId,
    Map<String, @Nullable Object> properties) {
  /** Of which nothing is known. */
  public static final Origin UNKNOWN =
      new Origin(null, null, null, null, null, Client.UNKNOWN, null, null, null, Map.of());

  /** Of an interaction that is the first after no visit. */
  public Origin(
      @Nullable String userId,
      @Nullable String deviceId,
      @Nullable String sessionId,
      @Nullable String conversationName,
      @Nullable String environment,
      Client client,
      @Nullable String traceId,
      @Nullable String spanId,
      Map<String, @Nullable Object> properties) {
    this(
        userId,
        deviceId,
        sessionId,
        conversationName,
        environment,
        client,
        traceId,
        spanId,
        null,
        properties);
  }

  /** The same, after that visit. */
  public Origin after(String visit) {
    return new Origin(
        userId,
        deviceId,
        sessionId,
        conversationName,
        environment,
        client,
        traceId,
        spanId,
        visit,
        properties);
  }
}
