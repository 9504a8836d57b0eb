package dev.steno.agent.spi;

import java.util.List;

/**
 * Says where a library is hooked. Found through {@code META-INF/services} when the agent's jar is
 * put together, and not loaded in the application: its hooks are in the jar as a list.
 */
public interface Instrumentation {
  /** The library's artifact name, as records and the log name it: {@code openai-java}. */
  String name();

  /** The methods to hook. */
  List<Hook> hooks();
}
