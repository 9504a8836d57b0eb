package dev.steno.agent.weave;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Callable;

/**
 * Defines {@code java.lang.StenoDispatcher}, which woven code names, when the first class is to be
 * woven: it opens a package of the JDK for it, which costs more than the rest of the start.
 */
final class Entrance implements Callable<Class<?>> {
  /** The class file, under a name that no class loader takes for a class. */
  private static final String DISPATCHER = "java/lang/StenoDispatcher.class";

  private final Instrumentation jvm;
  private final Callable<Health> before;
  private final Hooks names;
  private final Log log;

  /** {@code before} is called before anything is linked, and gives what counts. */
  Entrance(Instrumentation jvm, Callable<Health> before, Hooks names, Log log) {
    this.jvm = jvm;
    this.before = before;
    this.names = names;
    this.log = log;
  }

  /** Called once. */
  @Override
  public Class<?> call() throws IOException, ReflectiveOperationException {
    byte[] classFile;
    try (InputStream in = Entrance.class.getClassLoader().getResourceAsStream(DISPATCHER)) {
      if (in == null) {
        throw new IOException(DISPATCHER.concat(" is missing in the agent's jar"));
      }
      classFile = in.readAllBytes();
    }
    JavaLang.open(jvm);
    Class<?> dispatcher =
        MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(classFile);
    dispatcher.getField("linker").set(null, new Linker(before, names, log));
    return dispatcher;
  }
}
