package dev.steno.smoke.agentic;

import dev.langchain4j.agentic.AgenticServices;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * A builder of agents, whose methods are found by name: what they return, and some names, differ
 * from version to version.
 */
record Builder(Object library) {
  private static final Class<?>[] PRIMITIVES = {Integer.class, Boolean.class};

  /** The builder of that kind, for an interface or, when that is null, for an untyped agent. */
  static Builder of(String kind, Class<?> agent) {
    try {
      Object builder =
          agent == null
              ? AgenticServices.class.getMethod(kind + "Builder").invoke(null)
              : AgenticServices.class.getMethod(kind + "Builder", Class.class).invoke(null, agent);
      return new Builder(builder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether this version knows the option. */
  boolean knows(String option) {
    return Arrays.stream(library.getClass().getMethods()).anyMatch(m -> m.getName().equals(option));
  }

  /** Where the result is written to. */
  Builder output(String key) {
    return with(knows("outputKey") ? "outputKey" : "outputName", key);
  }

  Builder agents(Object... agents) {
    return with("subAgents", new Object[] {agents});
  }

  Builder with(String option, Object... arguments) {
    for (Method method : methods(option)) {
      if (accepts(method, arguments)) {
        call(method, arguments);
        return this;
      }
    }
    throw new IllegalStateException("no " + option + " in " + library.getClass());
  }

  <T> T build(Class<T> agent) {
    for (Method method : methods("build")) {
      if (method.getParameterCount() == 0) {
        return agent.cast(call(method));
      }
    }
    throw new IllegalStateException("nothing is built by " + library.getClass());
  }

  private List<Method> methods(String name) {
    return Arrays.stream(library.getClass().getMethods())
        .filter(method -> method.getName().equals(name) && !method.isBridge())
        .toList();
  }

  private static boolean accepts(Method method, Object[] arguments) {
    Class<?>[] types = method.getParameterTypes();
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      boolean boxed =
          types[i].isPrimitive() && Arrays.asList(PRIMITIVES).contains(arguments[i].getClass());
      if (!boxed && !types[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  private Object call(Method method, Object... arguments) {
    try {
      method.setAccessible(true);
      return method.invoke(library, arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
