package dev.steno.smoke.contract;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One HTTP client, as the shapes use it. It is public, has a public constructor without parameters,
 * and is used by several threads at once. It uses the client as an application does, and throws
 * what the client throws.
 */
public interface Driver extends AutoCloseable {
  /** What the client can do. */
  Set<Ability> abilities();

  /** Sends a request, and waits for the whole answer. */
  Reply send(Request request) throws Exception;

  /** Sends a request, and does not wait. */
  default CompletableFuture<Reply> sendAsync(Request request) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Sends a request, and waits for the head of the answer. */
  default Body open(Request request) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Sends a request, and waits for nothing. */
  default CompletableFuture<Body> openAsync(Request request) throws Exception {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends a request, lets the client call the consumer with each piece of the answer, and waits for
   * the end.
   */
  default void push(Request request, Consumer<byte[]> consumer) throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Shapes that only this client has, by name. */
  default Map<String, Shape> more() {
    return Map.of();
  }

  /**
   * How the names of classes begin whose place in stack traces is a matter of chance: of a stack
   * trace with one of them, the transcript has only the agent's frames, of which there are none.
   */
  default List<String> framesByChance() {
    return List.of();
  }

  @Override
  default void close() throws IOException {}
}
