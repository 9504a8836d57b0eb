package dev.steno.agent.spi;

import org.jspecify.annotations.Nullable;

/**
 * What is known of who speaks, and where, of whatever begins while a thread is inside of it: an
 * inbound request, or what the application says itself.
 *
 * <p>Safe for use by several threads, and nothing that fails behind it reaches the application.
 */
public interface Scope {
  /** Who says it; which of them is believed is a matter of the configuration. */
  enum Source {
    /** The application itself, with Steno's API. */
    API,
    /** The one that the application's security knows. */
    PRINCIPAL,
    /** A header of the inbound request that the configuration names. */
    HEADER,
    /** The inbound request itself. */
    INBOUND,
    /** The log's context. */
    MDC,
    /** OpenTelemetry's baggage, and its current span. */
    BAGGAGE
  }

  /** What can be told; a String, but where something else is said. */
  enum Fact {
    /** Who speaks. */
    USER_ID,
    /** The device that is spoken from. */
    DEVICE_ID,
    /**
     * What holds the conversations; of an inbound request as it is, and hashed before it leaves.
     */
    SESSION_ID,
    /** The conversation. */
    CONVERSATION_ID,
    /** What people call the conversation. */
    CONVERSATION_NAME,
    /** {@code production}, {@code development}. */
    ENVIRONMENT,
    /** Other facts, a Map of scalars; told again, it adds. */
    PROPERTIES,
    /** The address that the request came from, as the connection has it. */
    REMOTE_ADDRESS,
    /** What {@code Forwarded} says. */
    FORWARDED,
    /** What {@code X-Forwarded-For} says. */
    X_FORWARDED_FOR,
    /** What {@code X-Real-IP} says. */
    X_REAL_IP,
    /** What {@code User-Agent} says. */
    USER_AGENT,
    /** What {@code Accept-Language} says. */
    LANGUAGE,
    /** Where it comes from: {@code web}, {@code api}. */
    SOURCE,
    /** The path of the request, without query. */
    PATH,
    /** The id of the application's own trace, in hex. */
    TRACE_ID,
    /** The id of its current span, in hex. */
    SPAN_ID
  }

  /** Tells what can be told of a subject: plain Java against the library's own types. */
  @FunctionalInterface
  interface Reader {
    /**
     * Called on the application's thread, when something begins that is to be recorded or goes to
     * another thread: so what costs something, or could be noticed, happens only then.
     *
     * @param subject what {@link Scope#about} gave last
     */
    void tell(Scope scope, Object subject);
  }

  /** Tells a fact; what is told again by the same source replaces what was told. */
  void tell(Source source, Fact fact, @Nullable Object value);

  /**
   * What the reader is asked about from now on, on this thread; null for nothing any more. Held
   * until the scope is left.
   *
   * @return what it was asked about before, or null
   */
  @Nullable Object about(@Nullable Object subject);

  /** This thread leaves it, and nothing is asked about the subject any more. */
  void leave();
}
