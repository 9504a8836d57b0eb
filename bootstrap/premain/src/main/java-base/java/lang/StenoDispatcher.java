package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;

/**
 * The only class that woven code names: links each woven call, once, to the agent.
 *
 * <p>It lives in {@code java.lang} because every class loader can see that, OSGi's too. When a call
 * cannot be linked, it becomes one that does nothing.
 */
public final class StenoDispatcher {
  /**
   * From {@code {Lookup, String phase, MethodType, Object[] arguments}} to a {@code CallSite}; set
   * by the agent before anything is woven. A type of the JDK's, since nothing else is visible from
   * here.
   */
  public static volatile Function<Object[], Object> linker;

  private StenoDispatcher() {}

  /** The bootstrap method of woven {@code invokedynamic} instructions; never throws. */
  public static CallSite bootstrap(
      MethodHandles.Lookup caller, String phase, MethodType type, Object... arguments) {
    try {
      return (CallSite) linker.apply(new Object[] {caller, phase, type, arguments});
    } catch (Throwable notLinked) {
      return new ConstantCallSite(nothing(type));
    }
  }

  /**
   * Enter gives null; exit, which takes (state, returned, thrown), gives back what was returned.
   */
  private static MethodHandle nothing(MethodType type) {
    if (type.parameterCount() == 3) {
      return MethodHandles.permuteArguments(
          MethodHandles.identity(type.parameterType(1))
              .asType(MethodType.methodType(type.returnType(), type.parameterType(1))),
          type,
          1);
    }
    return MethodHandles.dropArguments(
        MethodHandles.zero(type.returnType()), 0, type.parameterList());
  }
}
