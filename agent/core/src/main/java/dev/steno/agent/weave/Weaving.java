package dev.steno.agent.weave;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;

/** Puts the weaving to work in a JVM. On the start path: no lambda, no NIO. */
public final class Weaving {
  private Weaving() {}

  /**
   * Weaves every class of the hook list from now on, and those that are loaded already.
   *
   * @param before run before the first class is woven
   */
  public static void install(Instrumentation jvm, Runnable before, Health health, Log log)
      throws IOException {
    ClassLoader agent = Weaving.class.getClassLoader();
    HookList hooks = HookList.read(agent);
    LaterHooks later = new LaterHooks(hooks.later(), jvm, log);
    Transformer transformer =
        new Transformer(hooks, new Entrance(jvm, before, health, log), health.hooks(), log);
    transformer.then(later);
    jvm.addTransformer(transformer, true);
    retransform(jvm, hooks, agent, log);
  }

  /** Classes that another agent loaded before us, or the application when we are attached late. */
  private static void retransform(Instrumentation jvm, HookList hooks, ClassLoader agent, Log log) {
    List<Class<?>> loaded = new ArrayList<>(0);
    for (Class<?> type : jvm.getAllLoadedClasses()) {
      if (isHooked(type, hooks, agent)) {
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

  /** Most of what is loaded at start is the JDK's, of which little is hooked. */
  private static boolean isHooked(Class<?> type, HookList hooks, ClassLoader agent) {
    ClassLoader loader = type.getClassLoader();
    if (loader == agent) {
      return false;
    }
    String name = type.getName();
    return loader == null
        ? isAmong(hooks.ofJdk(), name)
        : hooks.hooks().containsKey(name.replace('.', '/'));
  }

  private static boolean isAmong(List<String> few, String name) {
    int length = name.length();
    for (int i = 0; i < few.size(); i++) {
      String one = few.get(i);
      if (one.length() == length && one.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
