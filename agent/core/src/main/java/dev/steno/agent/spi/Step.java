package dev.steno.agent.spi;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a framework does around model calls, while it is being recorded: what an
 * instrumentation tells of it, on the application's threads.
 *
 * <p>Safe for use by several threads, and nothing that fails behind it reaches the application.
 * After an end everything else is ignored. Model calls, and other steps, that begin in it become
 * its children.
 */
public interface Step {
  /** What a step is, and what becomes of it. */
  enum Kind {
    /**
     * A turn of an assistant: the interaction, when it is the outermost; else a call {@code
     * invoke_agent}.
     */
    AGENT,
    /**
     * A call through a framework's interface of models: when something is recorded inside of it,
     * attempts that failed and were made again become one call with that; else it is a call itself.
     */
    MODEL,
    /** A call {@code execute_tool}. */
    TOOL,
    /** A call {@code retrieval}. */
    RETRIEVAL,
    /** A call {@code guardrail}. */
    GUARDRAIL
  }

  /** What can be told of a step; the type of the value stands with each. */
  enum Fact {
    /** Of an agent, a tool or a guardrail, its name: a String. */
    NAME,
    /** Of an agent, what the user said: a String. */
    INPUT,
    /** Of an agent, what was answered: a String. */
    OUTPUT,
    /** Of an agent, the framework's id of the conversation: a String. */
    CONVERSATION_ID,
    /** Of an agent, other facts: a Map of scalars. Told again, it adds. */
    PROPERTIES,
    /** Of an agent, when it began, if not now: microseconds since 1970, a Number. */
    STARTED_AT,
    /** Of an agent, from its begin to its end, if not as measured: nanoseconds, a Number. */
    LATENCY,
    /** Of a tool, what it is: a String such as {@code mcp}; nothing for a function. */
    TYPE,
    /** Of a tool, the id of the model's request: a String. */
    CALL_ID,
    /** Of a tool, what it is called with: a JSON tree, or a String of JSON. */
    ARGUMENTS,
    /** Of a tool, what it gave; of a guardrail, what it found: a JSON tree, or a String. */
    RESULT,
    /** Of a retrieval, what is searched for: a String. */
    QUERY,
    /**
     * Of a retrieval, what was found: a List of Maps with {@code id}, {@code score}, {@code
     * content}.
     */
    DOCUMENTS,
    /** Of a model, the path of OpenAI's API that does the same: a String, {@code /embeddings}. */
    ENDPOINT,
    /** Of a model, who provides it: a String in the words of the GenAI conventions. */
    PROVIDER,
    /** Of a model, the request in the shape of OpenAI's API: a Map. */
    REQUEST,
    /** Of a model, the answer in the shape of OpenAI's API, not streamed: a Map. */
    RESPONSE
  }

  /** The id that it is recorded with: of an outermost turn, the interaction's. */
  String id();

  /** The key that it began with; null once it has ended. */
  @Nullable Object key();

  /** This thread leaves the method in which the step began; the step itself may go on. */
  void leave();

  /** Lets what begins elsewhere, with that carrier, be inside of this step. */
  void handOff(Object carrier);

  /**
   * Whether nothing of its kind was recorded inside of it: then a model's request and answer are
   * wanted.
   */
  boolean isBare();

  /** Whether a step that began directly in it is still open. */
  boolean isBusy();

  /**
   * How many steps of kind {@link Kind#MODEL} have begun in it so far, ended or not, recorded or
   * not; those of its tools, and of assistants inside of it, are theirs.
   */
  int modelsBegun();

  /**
   * Tells a fact, which is copied; what is told again replaces what was told.
   *
   * @param value a String, Number, Boolean, or a Map with String keys or a List of them; null is
   *     ignored. What is too long is cut
   */
  void tell(Fact fact, @Nullable Object value);

  /** The application gets a piece of a streamed answer. */
  void chunk();

  /** The step is abandoned once that object is collected without an end of the step. */
  void holdBy(Object handle);

  /** The same, for an object that ends the step itself: nothing that is inside of it does. */
  void endedBy(Object owner);

  /** What begins from now on is no part of it, wherever it begins; its end is still to come. */
  void closed();

  /** It came to its end. */
  void end();

  /** It threw, or was told of an error. */
  void failed(Throwable thrown);

  /** It came to no good end, of that type, and nothing was thrown. */
  void failed(String type, @Nullable String message);

  /** The application ended it early. */
  void cancelled();
}
