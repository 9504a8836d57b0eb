package dev.steno.agent.weave;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the weaving to work in a JVM. On the start path: no lambda, no NIO. */
public final class Weaving {
  /** The dispatcher's class file, under a name that no class loader takes for a class. */
  private static final String DISPATCHER = "java/lang/StenoDispatcher.class";

  private Weaving() {}

  /** Weaves every class of the hook list from now on, and those that are loaded already. */
  public static void install(Instrumentation jvm, Health health, Log log)
      throws IOException, ReflectiveOperationException {
    ClassLoader agent = Weaving.class.getClassLoader();
    Map<String, List<Hook>> hooks = HookList.read(agent);
    Class<?> dispatcher = defineDispatcher(jvm, agent);
    dispatcher.getField("linker").set(null, new Linker(health, log));
    LaterHooks later = new LaterHooks(LaterHooks.takenFrom(hooks), jvm, log);
    Transformer transformer = new Transformer(hooks, dispatcher, health.hooks(), log);
    transformer.then(later);
    jvm.addTransformer(transformer, true);
    retransform(jvm, hooks, agent, log);
  }

  private static Class<?> defineDispatcher(Instrumentation jvm, ClassLoader agent)
      throws IOException, ReflectiveOperationException {
    byte[] classFile;
    try (InputStream in = agent.getResourceAsStream(DISPATCHER)) {
      if (in == null) {
        throw new IOException(DISPATCHER.concat(" is missing in the agent's jar"));
      }
      classFile = in.readAllBytes();
    }
    jvm.redefineModule(
        Object.class.getModule(),
        Collections.<Module>emptySet(),
        Collections.<String, Set<Module>>emptyMap(),
        Collections.singletonMap("java.lang", Collections.singleton(Weaving.class.getModule())),
        Collections.<Class<?>>emptySet(),
        Collections.<Class<?>, List<Class<?>>>emptyMap());
    return MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup())
        .defineClass(classFile);
  }

  /** Classes that another agent loaded before us, or the application when we are attached late. */
  private static void retransform(
      Instrumentation jvm, Map<String, List<Hook>> hooks, ClassLoader agent, Log log) {
    List<Class<?>> loaded = new ArrayList<>(0);
    for (Class<?> type : jvm.getAllLoadedClasses()) {
      if (hooks.containsKey(type.getName().replace('.', '/')) && type.getClassLoader() != agent) {
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
}
