package dev.steno.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Says to the Steno agent what no agent can see. All of it does nothing without the agent.
 *
 * <pre>{@code
 * try (Scope scope = Steno.conversation(chatId).user(userId)) {
 *   Interaction interaction = Steno.begin("support-bot", question);
 *   try {
 *     interaction.end(assistant.answer(question)); // its model calls are the interaction's
 *   } catch (RuntimeException e) {
 *     interaction.fail(e);
 *     throw e;
 *   }
 * }
 * }</pre>
 *
 * <p>All methods may be called by any thread, and only {@link #flush} and {@link #shutdown} wait
 * for anything. None throws, whatever it is given: what is wrong is ignored or cut, counted in
 * {@link Stats#ignored()}, and said once on stderr. Ids, names and labels have at most 255
 * characters.
 */
public final class Steno {
  /** Held here, and not by the agent, so that they go with the application. */
  private static final List<Consumer<String>> LISTENERS = new CopyOnWriteArrayList<>();

  private Steno() {}

  /**
   * Begins an interaction on this thread.
   *
   * @return not null; to be ended
   */
  public static Interaction begin() {
    return Interaction.begun(null, null);
  }

  /**
   * Begins an interaction on this thread.
   *
   * @param agentName the name of the assistant; null for the configured one
   * @return not null; to be ended
   */
  public static Interaction begin(String agentName) {
    return Interaction.begun(agentName, null);
  }

  /**
   * Begins an interaction on this thread.
   *
   * @param agentName the name of the assistant; null for the configured one
   * @param input what the user said; null for what its first model call is asked
   * @return not null; to be ended
   */
  public static Interaction begin(String agentName, String input) {
    return Interaction.begun(agentName, input);
  }

  /**
   * Records an interaction that went well and ends now.
   *
   * @param agentName the name of the assistant, or null
   * @param input what the user said, or null
   * @param output what the assistant answered, or null
   * @return the id of its record, not null
   */
  public static String track(String agentName, String input, String output) {
    return track(agentName, input, output, true, null, null, null);
  }

  /**
   * Records an interaction that is over.
   *
   * @param agentName the name of the assistant, or null
   * @param input what the user said, or null
   * @param output what the assistant answered, or null
   * @param success false when it did not do what the user wanted; the outcome is {@code error}
   * @param startedAt when it began, at most a day ahead; null for now, or so long before now as it
   *     took
   * @param latency from begin to end; null when that is not known
   * @param properties Strings, Numbers and Booleans by name, or null; copied
   * @return the id of its record, not null
   */
  public static String track(
      String agentName,
      String input,
      String output,
      boolean success,
      Instant startedAt,
      Duration latency,
      Map<String, ?> properties) {
    Object id =
        Agent.call(
            "track", null, agentName, input, output, success, startedAt, latency, properties);
    return id instanceof String ? (String) id : UUID.randomUUID().toString();
  }

  /**
   * Opens a scope: what begins on this thread until it is closed belongs to that conversation.
   *
   * @param id of the application's, or {@link #generateConversationId() made}
   * @return not null; to be closed
   */
  public static Scope conversation(String id) {
    return Scope.of("conversation", id);
  }

  /**
   * Opens a scope: what begins on this thread until it is closed comes from that user.
   *
   * @param id not null
   * @return not null; to be closed
   */
  public static Scope user(String id) {
    return Scope.of("user", id);
  }

  /**
   * Opens a scope: what begins on this thread until it is closed comes from that device.
   *
   * @param id not null
   * @return not null; to be closed
   */
  public static Scope device(String id) {
    return Scope.of("device", id);
  }

  /**
   * Opens a scope: what begins on this thread until it is closed belongs to that session. {@link
   * #startSession} records that it begins.
   *
   * @param id not null
   * @return not null; to be closed
   */
  public static Scope session(String id) {
    return Scope.of("session", id);
  }

  /**
   * Opens a scope: what begins on this thread until it is closed has these properties.
   *
   * @param properties Strings, Numbers and Booleans by name; copied
   * @return not null; to be closed
   */
  public static Scope properties(Map<String, ?> properties) {
    return Scope.of("properties", properties);
  }

  /**
   * Makes an id for a conversation, also without the agent.
   *
   * @return a random UUID, not null
   */
  public static String generateConversationId() {
    return UUID.randomUUID().toString();
  }

  /**
   * Says what is known of a user.
   *
   * @param userId not null
   * @param traits Strings, Numbers and Booleans by name, or null; copied
   */
  public static void identify(String userId, Map<String, ?> traits) {
    Agent.call("identify", null, userId, traits);
  }

  /**
   * Says that a user was known by another id before.
   *
   * @param newId not null
   * @param previousId not null
   */
  public static void alias(String newId, String previousId) {
    Agent.call("alias", null, newId, previousId);
  }

  /**
   * Records that a session begins.
   *
   * @param sessionId not null
   * @param attributes Strings, Numbers and Booleans by name, or null; copied
   */
  public static void startSession(String sessionId, Map<String, ?> attributes) {
    Agent.call("session_start", null, sessionId, attributes);
  }

  /**
   * Records that a session ends.
   *
   * @param sessionId not null
   * @param attributes Strings, Numbers and Booleans by name, or null; copied
   */
  public static void endSession(String sessionId, Map<String, ?> attributes) {
    Agent.call("session_end", null, sessionId, attributes);
  }

  /**
   * Records that a conversation ends.
   *
   * @param conversationId not null
   */
  public static void endConversation(String conversationId) {
    endConversation(conversationId, null);
  }

  /**
   * Records that a conversation ends.
   *
   * @param conversationId not null
   * @param properties Strings, Numbers and Booleans by name, or null; copied
   */
  public static void endConversation(String conversationId, Map<String, ?> properties) {
    Agent.call("conversation_end", null, conversationId, properties);
  }

  /** Records that the user was shown where to speak, in the scope of this thread. */
  public static void visit() {
    Agent.call("visit", null);
  }

  /**
   * Records what the user said, where that is in no interaction.
   *
   * @param text not null
   */
  public static void humanMessage(String text) {
    Agent.call("human_message", null, text);
  }

  /**
   * Records what the assistant, or one of the staff, said, where that is in no interaction.
   *
   * @param text not null
   */
  public static void agentMessage(String text) {
    Agent.call("agent_message", null, text);
  }

  /**
   * Records that the assistant did something.
   *
   * @param name not null
   * @param properties Strings, Numbers, Booleans, and Maps and Lists of them, by name, or null;
   *     copied
   */
  public static void action(String name, Map<String, ?> properties) {
    Agent.call("action", null, name, null, null, null, null, properties);
  }

  /**
   * Records that the assistant did something.
   *
   * @param name not null
   * @param duration how long it took, until now; null when that is not known
   * @param tools what each tool that it used was given, by the tool's name, or null; copied
   * @param response what came of it, or null
   * @param error why nothing did, or null
   */
  public static void action(
      String name, Duration duration, Map<String, ?> tools, String response, String error) {
    Agent.call("action", null, name, duration, tools, response, error, null);
  }

  /**
   * Records that the user pressed a button.
   *
   * @param event what the button does, not null
   * @param label what it says, or null
   * @param value what it stands for, or null
   */
  public static void button(String event, String label, String value) {
    Agent.call("button", null, event, label, value);
  }

  /**
   * Records what the user thinks of the conversation, or of the interaction that this thread is in.
   *
   * @param sentiment {@code positive}, {@code neutral} or {@code negative}; null for a comment only
   * @param comment at most 5,000 characters, or null
   */
  public static void feedback(String sentiment, String comment) {
    Agent.call("feedback", null, null, sentiment, comment);
  }

  /**
   * Records what the user thinks of an interaction.
   *
   * @param interactionId what {@link Interaction#id()} or {@link #track} gave, also long ago
   * @param sentiment {@code positive}, {@code neutral} or {@code negative}; null for a comment only
   * @param comment at most 5,000 characters, or null
   */
  public static void feedback(String interactionId, String sentiment, String comment) {
    if (interactionId == null) {
      Agent.call("missing", null, "interaction_id");
    }
    Agent.call("feedback", null, interactionId, sentiment, comment);
  }

  /**
   * Records that the user gave a file. Its type, size and SHA-256 are recorded, and its content
   * only where exporters are made to send it, up to 1 MiB.
   *
   * @param name of the file, or null
   * @param mimeType its type, or null
   * @param content not null; copied before this returns
   */
  public static void attachment(String name, String mimeType, byte[] content) {
    Agent.call("attachment", null, name, mimeType, content, "end_user");
  }

  /**
   * Records that the assistant gave a file, in the same way.
   *
   * @param name of the file, or null
   * @param mimeType its type, or null
   * @param content not null; copied before this returns
   */
  public static void agentAttachment(String name, String mimeType, byte[] content) {
    Agent.call("attachment", null, name, mimeType, content, "agent");
  }

  /**
   * Records that tokens were used, by a call that the agent does not see.
   *
   * @param model whose; null when that is not known
   * @param inputTokens those of the prompt, cached ones included; not below 0
   * @param outputTokens those of the answer, reasoning included; not below 0
   */
  public static void tokenUsage(String model, long inputTokens, long outputTokens) {
    Agent.call("token_usage", null, model, inputTokens, outputTokens, null);
  }

  /**
   * Records that tokens were used, by a call that the agent does not see.
   *
   * @param model whose; null when that is not known
   * @param usage tokens by what they were used for: {@code input_tokens}, {@code output_tokens},
   *     {@code cache_read_input_tokens}, {@code cache_write_input_tokens}, {@code
   *     reasoning_output_tokens}, {@code embedding_tokens}; copied
   */
  public static void tokenUsage(String model, Map<String, ? extends Number> usage) {
    Agent.call("token_usage", null, model, null, null, usage);
  }

  /**
   * Records anything else.
   *
   * @param name not null
   * @param properties Strings, Numbers, Booleans, and Maps and Lists of them, by name, or null;
   *     copied
   */
  public static void event(String name, Map<String, ?> properties) {
    Agent.call("event", null, name, properties);
  }

  /**
   * Waits until all that has ended is delivered.
   *
   * @param timeout how long to wait at most; null for not at all
   * @return whether it is, and nothing was lost since this was asked last; true without the agent
   */
  public static boolean flush(Duration timeout) {
    Object flushed = Agent.call("flush", null, timeout);
    return !(flushed instanceof Boolean) || (Boolean) flushed;
  }

  /** Delivers what there is, for 2 s at most; nothing is recorded any more in this JVM. */
  public static void shutdown() {
    Agent.call("shutdown", null);
  }

  /**
   * What could not be delivered lately, and why.
   *
   * @return at most 100, the oldest first, without content; not null, empty without the agent
   */
  public static List<String> errors() {
    List<String> errors = new ArrayList<>();
    Object told = Agent.call("errors", null);
    if (told instanceof List) {
      for (Object error : (List<?>) told) {
        errors.add(String.valueOf(error));
      }
    }
    return Collections.unmodifiableList(errors);
  }

  /**
   * Tells of each such error from now on, on a thread of the agent's; when they come faster than
   * the listener is, not of all.
   *
   * @param listener what it throws is ignored; null is ignored
   */
  public static void onError(Consumer<String> listener) {
    if (Agent.call("on_error", null, listener) != null) {
      LISTENERS.add(listener);
    }
  }

  /**
   * What the agent counted.
   *
   * @return as of now, not null
   */
  public static Stats stats() {
    return new Stats(Agent.call("stats", null));
  }
}
