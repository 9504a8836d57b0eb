package dev.steno.agent.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One method to hook, by exact names.
 *
 * @param type the class that declares the method, as {@code Class.getName} gives it
 * @param method the method's name; no constructor, of which what it throws could not be seen
 * @param parameters the names of its parameters' types, as {@code Class.getName} gives them
 * @param interceptor the name of the {@link Interceptor}'s class; it is loaded beside the library
 * @param replaces whether what the interceptor puts into the arguments takes their place
 * @param inSubtypes whether each class that implements or extends the type is hooked as well, where
 *     it declares the method itself. Costs a look at every class that is loaded: only for what
 *     applications implement themselves
 * @param feature what is not recorded when none of the class's hooks for the same feature finds its
 *     method, in words for a warning; null says nothing then
 * @param release a type by which releases of the library are told apart: the hook is for those that
 *     have it, or, with a {@code !} before it, for those that have it not; null for all
 * @param late whether the class is hooked only once a library is, by a thread of the agent's own:
 *     for classes of the JDK that every program uses
 */
public record Hook(
    String type,
    String method,
    List<String> parameters,
    String interceptor,
    boolean replaces,
    boolean inSubtypes,
    @Nullable String feature,
    @Nullable String release,
    boolean late) {

  /** One that is hooked at once. */
  public Hook(
      String type,
      String method,
      List<String> parameters,
      String interceptor,
      boolean replaces,
      boolean inSubtypes,
      @Nullable String feature,
      @Nullable String release) {
    this(type, method, parameters, interceptor, replaces, inSubtypes, feature, release, false);
  }

  /** Names the interceptor by its class, which is not initialised by that. */
  public static Hook of(
      String type, String method, List<String> parameters, Class<? extends Interceptor> by) {
    return new Hook(type, method, parameters, by.getName(), false, false, null, null);
  }

  /** The same, for an interceptor that replaces arguments at the enter of a method. */
  public static Hook replacing(
      String type, String method, List<String> parameters, Class<? extends Interceptor> by) {
    return new Hook(type, method, parameters, by.getName(), true, false, null, null);
  }

  /** The same hook, in each subtype of the type too. */
  public Hook inSubtypesToo() {
    return new Hook(type, method, parameters, interceptor, replaces, true, feature, release, late);
  }

  /** The same hook, without which that is not recorded; a word or more, no line feed. */
  public Hook needed(String forFeature) {
    return new Hook(
        type, method, parameters, interceptor, replaces, inSubtypes, forFeature, release, late);
  }

  /** The same hook, for releases that have that type, in the loader of the class that is hooked. */
  public Hook where(String present) {
    return new Hook(
        type, method, parameters, interceptor, replaces, inSubtypes, feature, present, late);
  }

  /** The same hook, for releases that do not have that type. */
  public Hook whereNot(String absent) {
    return where("!" + absent);
  }

  /** The same hook, once a library is hooked; what happens in the class before is not seen. */
  public Hook later() {
    return new Hook(
        type, method, parameters, interceptor, replaces, inSubtypes, feature, release, true);
  }
}
