package dev.steno.agent.weave;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Puts the weaving to work in a JVM. On the start path: no lambda, no NIO. */
public final class Weaving {
  private Weaving() {}

  /**
   * Weaves every class of the hook list from now on, and those that are loaded already.
   *
   * @param before called before the first class is woven, gives what counts
   */
  public static void install(Instrumentation jvm, Callable<Health> before, Hooks names, Log log)
      throws IOException {
    ClassLoader agent = Weaving.class.getClassLoader();
    HookList hooks = HookList.read(agent);
    LaterHooks later = new LaterHooks(hooks.later(), jvm, log);
    Transformer transformer = new Transformer(hooks, new Entrance(jvm, before, log), names, log);
    transformer.then(later);
    jvm.addTransformer(transformer, true);
    retransform(jvm, hooks, agent, log);
  }

  /** Classes that another agent loaded before us, or the application when we are attached late. */
  private static void retransform(Instrumentation jvm, HookList hooks, ClassLoader agent, Log log) {
    List<Class<?>> loaded = new ArrayList<>(0);
    String[] ofJdk = hooks.ofJdk().toArray(new String[0]);
    long lengths = lengths(ofJdk);
    for (Class<?> type : jvm.getAllLoadedClasses()) {
      if (isHooked(type, hooks, ofJdk, lengths, agent)) {
        loaded.add(type);
      }
    }
    for (Class<?> type : loaded) {
      try {
        jvm.retransformClasses(type);
      } catch (UnmodifiableClassException | RuntimeException | LinkageError failure) {
        log.warn("could not hook ".concat(type.getName()).concat(", which was loaded before"));
      }
    }
  }

  /** A bit for each length that one of these names has. */
  private static long lengths(String[] names) {
    long lengths = 0;
    for (String name : names) {
      lengths |= 1L << name.length();
    }
    return lengths;
  }

  /**
   * Most of what is loaded at start is the JDK's, of which little is hooked; and all of this is
   * still interpreted.
   */
  private static boolean isHooked(
      Class<?> type, HookList hooks, String[] ofJdk, long lengths, ClassLoader agent) {
    ClassLoader loader = type.getClassLoader();
    if (loader == agent) {
      return false;
    }
    String name = type.getName();
    if (loader != null) {
      return hooks.hooks().containsKey(name.replace('.', '/'));
    }
    return (lengths & 1L << name.length()) != 0 && isAmong(ofJdk, name);
  }

  private static boolean isAmong(String[] few, String name) {
    for (String one : few) {
      if (one.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
