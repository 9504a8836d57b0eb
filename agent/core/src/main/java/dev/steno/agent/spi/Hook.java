package dev.steno.agent.spi;

import java.util.List;

/**
 * One method to hook, by exact names.
 *
 * @param type the class that declares the method, as {@code Class.getName} gives it
 * @param method the method's name, {@code <init>} for a constructor
 * @param parameters the names of its parameters' types, as {@code Class.getName} gives them
 * @param interceptor the name of the {@link Interceptor}'s class; it is loaded beside the library
 * @param replaces whether what the interceptor puts into the arguments takes their place
 */
public record Hook(
    String type, String method, List<String> parameters, String interceptor, boolean replaces) {

  /** Names the interceptor by its class, which is not initialised by that. */
  public static Hook of(
      String type, String method, List<String> parameters, Class<? extends Interceptor> by) {
    return new Hook(type, method, parameters, by.getName(), false);
  }

  /** The same, for an interceptor that replaces arguments at the enter of a method. */
  public static Hook replacing(
      String type, String method, List<String> parameters, Class<? extends Interceptor> by) {
    return new Hook(type, method, parameters, by.getName(), true);
  }
}
