package dev.steno.agent.spi;

import org.jspecify.annotations.Nullable;

/**
 * What happens around a hooked method: plain Java against the library's own types.
 *
 * <p>Has one constructor, without parameters, and no fields: one instance serves all threads. What
 * passes from enter to exit is what {@code enter} returns. One that must read what a class keeps to
 * itself takes the {@code MethodHandles.Lookup} of the class that is hooked instead, and keeps what
 * it made of it. Whatever it throws is contained by the agent, and the application goes on as if it
 * had not been hooked.
 */
public interface Interceptor {
  /**
   * Called on the application's thread before the method's body.
   *
   * @param self the object, or null for a static method
   * @param arguments the arguments; when the hook is a {@link Hook#replacing replacing} one and
   *     something is returned, the method goes on with what is in here then
   * @return what {@link #exit} is to get, or null when there is nothing to do at the exit
   */
  default @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    return null;
  }

  /**
   * Called on the same thread when the body returned or threw.
   *
   * @param state what {@link #enter} returned, null when it returned nothing or failed
   * @param returned what the body returned, null for void and when it threw
   * @param thrown what the body threw, or null; it is thrown on whatever happens here
   * @return what the application is to get: {@code returned}, or something of the same type
   */
  default @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    return returned;
  }
}
