package dev.steno.api;

import java.util.Map;

/**
 * What is known of all interactions and events that begin on a thread while it is open: who speaks,
 * and in which conversation. Scopes nest; the inner one is believed, and adds to the outer.
 *
 * <pre>{@code
 * try (Scope scope = Steno.conversation("c-17").name("Refund of 4711").user("u-1")) {
 *   assistant.answer(question);
 * }
 * }</pre>
 *
 * <p>It counts on the thread that opened it, and on those that it hands work to. Close it there,
 * the inner one first, best with {@code try}; any other thread and order does no harm, but an inner
 * scope keeps what it was opened in. A scope that is forgotten ends when it is collected. All
 * methods may be called by any thread; none throws.
 */
public final class Scope implements AutoCloseable {
  private volatile Object handle;

  private Scope() {}

  /** One that knows that already. */
  static Scope of(String fact, Object value) {
    Scope scope = new Scope();
    scope.handle = Agent.call("scope.open", scope, fact, value);
    return scope;
  }

  /** One in which this thread is inside of an interaction. */
  static Scope inside(Object interaction) {
    Scope scope = new Scope();
    if (interaction != null) {
      scope.handle = Agent.call("interaction.enter", scope, interaction);
    }
    return scope;
  }

  /**
   * Says which conversation it is.
   *
   * @param id at most 255 characters; null is ignored
   * @return this scope
   */
  public Scope conversation(String id) {
    return tell("conversation", id);
  }

  /**
   * Says what people call the conversation.
   *
   * @param name at most 255 characters; null is ignored
   * @return this scope
   */
  public Scope name(String name) {
    return tell("name", name);
  }

  /**
   * Says where the application runs.
   *
   * @param environment {@code production}, {@code development}; null is ignored
   * @return this scope
   */
  public Scope environment(String environment) {
    return tell("environment", environment);
  }

  /**
   * Says who speaks.
   *
   * @param id at most 255 characters; null is ignored
   * @return this scope
   */
  public Scope user(String id) {
    return tell("user", id);
  }

  /**
   * Says which device is spoken from.
   *
   * @param id at most 255 characters; null is ignored
   * @return this scope
   */
  public Scope device(String id) {
    return tell("device", id);
  }

  /**
   * Says which session holds the conversations.
   *
   * @param id at most 255 characters; null is ignored
   * @return this scope
   */
  public Scope session(String id) {
    return tell("session", id);
  }

  /**
   * Adds a fact.
   *
   * @param name not null
   * @param value a String, a Number or a Boolean; of an enum its name is kept
   * @return this scope
   */
  public Scope property(String name, Object value) {
    if (handle != null) {
      Agent.call("scope.property", handle, name, value);
    }
    return this;
  }

  /**
   * Adds facts.
   *
   * @param properties Strings, Numbers and Booleans by name; copied before this returns
   * @return this scope
   */
  public Scope properties(Map<String, ?> properties) {
    return tell("properties", properties);
  }

  private Scope tell(String fact, Object value) {
    if (handle != null) {
      Agent.call("scope.tell", handle, fact, value);
    }
    return this;
  }

  /** Ends it; again does nothing. */
  @Override
  public void close() {
    Object open = handle;
    handle = null;
    if (open != null) {
      Agent.call("scope.close", open);
    }
  }
}
