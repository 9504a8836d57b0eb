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
   * @param before called before anything that is woven is linked, gives what counts
   */
  public static void install(Instrumentation jvm, Callable<Health> before, Hooks names, Log log)
      throws IOException {
    ClassLoader agent = Weaving.class.getClassLoader();
    HookList hooks = HookList.read(agent);
    LaterHooks later = new LaterHooks(hooks.later(), jvm, log);
    Entrance entrance = new Entrance(jvm, before, names, log);
    Transformer transformer = new Transformer(hooks, entrance, names, log);
    transformer.then(later);
    transformer.prepared(new Ahead(before, transformer, log));
    jvm.addTransformer(transformer, true);
    retransform(jvm, hooks, agent, log);
  }

  /** Classes that another agent loaded before us, or the application when we are attached late. */
  private static void retransform(Instrumentation jvm, HookList hooks, ClassLoader agent, Log log) {
    boolean anyOfJdk = anyLoaded(hooks.ofJdk());
    List<Class<?>> loaded = new ArrayList<>(0);
    for (Class<?> type : jvm.getAllLoadedClasses()) {
      ClassLoader loader = type.getClassLoader();
      if ((loader != null || anyOfJdk) && loader != agent && isHooked(type, hooks)) {
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

  private static boolean isHooked(Class<?> type, HookList hooks) {
    return hooks.hooks().containsKey(type.getName().replace('.', '/'));
  }

  /**
   * Whether something of the packages of these classes of the JDK's is loaded: the JVM does not
   * know a package before. Most of what is loaded at start is the JDK's, and to ask each class for
   * its name takes longer than all the rest of the start.
   */
  @SuppressWarnings("deprecation") // what came instead does not look into the JDK's own loader
  private static boolean anyLoaded(List<String> types) {
    String last = "";
    for (String type : types) {
      String name = type.substring(0, type.lastIndexOf('.'));
      if (!name.equals(last) && Package.getPackage(name) != null) {
        return true;
      }
      last = name;
    }
    return false;
  }
}
