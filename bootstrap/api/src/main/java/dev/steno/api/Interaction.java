package dev.steno.api;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * One exchange between a user and an assistant, which {@link Steno#begin} began: model calls, tools
 * and events on its thread, and on those that its thread hands work to, are its own until its end.
 *
 * <p>Begun inside of another interaction, it is an assistant's part in that one. One that is never
 * ended is recorded as {@code abandoned} once it is collected. All methods may be called by any
 * thread; none throws, and after the end all but {@link #id()} are ignored.
 */
public final class Interaction {
  private volatile Object handle;
  private volatile String id;

  private Interaction() {}

  static Interaction begun(String agentName, String input) {
    Interaction interaction = new Interaction();
    interaction.handle = Agent.call("begin", interaction, agentName, input);
    return interaction;
  }

  /**
   * The id of its record, for {@link Steno#feedback(String, String, String)} later; without the
   * agent, one that nothing is recorded with.
   *
   * @return not null, always the same
   */
  public String id() {
    String known = id;
    return known == null ? makeId() : known;
  }

  private synchronized String makeId() {
    if (id == null) {
      Object recorded = handle == null ? null : Agent.call("interaction.id", handle);
      id = recorded instanceof String ? (String) recorded : UUID.randomUUID().toString();
    }
    return id;
  }

  /**
   * Says what the user said; without it, that is what the first model call was asked.
   *
   * @param text not null; said again, it replaces
   * @return this interaction
   */
  public Interaction input(String text) {
    return tell("interaction.input", text);
  }

  /**
   * Says what the assistant answered; without it, that is what the last model call answered.
   *
   * @param text not null; said again, it replaces
   * @return this interaction
   */
  public Interaction output(String text) {
    return tell("interaction.output", text);
  }

  /**
   * Adds a fact.
   *
   * @param name not null
   * @param value a String, a Number or a Boolean; of an enum its name is kept
   * @return this interaction
   */
  public Interaction property(String name, Object value) {
    return tell("interaction.property", name, value);
  }

  /**
   * Adds facts.
   *
   * @param properties Strings, Numbers and Booleans by name; copied before this returns
   * @return this interaction
   */
  public Interaction properties(Map<String, ?> properties) {
    return tell("interaction.properties", properties);
  }

  /**
   * Lets a thread be inside of this interaction too, one that its own did not hand work to: what is
   * recorded there until the scope is closed belongs to it.
   *
   * @return a scope of the calling thread, never null; it cannot be told of anything
   */
  public Scope scope() {
    return Scope.inside(handle);
  }

  /**
   * Runs a task inside of this interaction, on the calling thread.
   *
   * @param task what it throws is thrown on; null is ignored
   */
  public void run(Runnable task) {
    if (task == null) {
      tell("interaction.nothing");
      return;
    }
    Scope inside = scope();
    try {
      task.run();
    } finally {
      inside.close();
    }
  }

  /**
   * Runs a task inside of this interaction, on the calling thread.
   *
   * @param task what it throws is thrown on; null is ignored
   * @return what the task returns; null for no task
   * @throws Exception only what the task throws
   */
  public <T> T call(Callable<T> task) throws Exception {
    if (task == null) {
      tell("interaction.nothing");
      return null;
    }
    Scope inside = scope();
    try {
      return task.call();
    } finally {
      inside.close();
    }
  }

  /** Ends it well; the answer is what was told before, or what the last model call answered. */
  public void end() {
    tell("interaction.end", null, true, null);
  }

  /**
   * Ends it well.
   *
   * @param output what the assistant answered; null for what is known without
   */
  public void end(String output) {
    tell("interaction.end", output, true, null);
  }

  /**
   * Ends it.
   *
   * @param output what the assistant answered; null for what is known without
   * @param success false when it did not do what the user wanted; the outcome is {@code error}
   * @param latency from begin to end, if not as measured; null for that
   */
  public void end(String output, boolean success, Duration latency) {
    tell("interaction.end", output, success, latency);
  }

  /**
   * Ends it with what was thrown; the outcome is {@code error}.
   *
   * @param thrown its class and message are recorded; null for something unknown
   */
  public void fail(Throwable thrown) {
    tell("interaction.fail", thrown);
  }

  private Interaction tell(String operation, Object... arguments) {
    if (handle != null) {
      Agent.call(operation, handle, arguments);
    }
    return this;
  }
}
