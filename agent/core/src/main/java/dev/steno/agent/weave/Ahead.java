package dev.steno.agent.weave;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Makes what the first call needs, on a thread of the agent's own, once a class of a library is
 * seen that calls models: the application's thread, which has much to load itself then, finds it
 * there. It loads the agent's classes and the JDK's only, so it waits for no lock of the
 * application's class loaders. What is not there yet, the application's thread makes itself.
 *
 * <p>On the start path, up to {@link #run}: no lambda.
 */
final class Ahead implements Runnable {
  /** Where the classes of such libraries begin; most are seen long before one that is hooked. */
  private static final String[] LIBRARIES = {
    "com/openai/", "dev/langchain4j/", "okhttp3/", "org/apache/hc/", "org/apache/http/"
  };

  /** What a call loads beside what is made when there is something to record. */
  static final String[] NEEDED = {
    "LastHook",
    "capture.CallTap",
    "capture.Frame$Level",
    "capture.GuardedTap",
    "capture.Handoff$Key",
    "capture.LowerTap",
    "capture.OpenCalls$Handle",
    "capture.SteadyClock$Reading",
    "capture.StepTap",
    "capture.Tasks",
    "model.Ids",
    "queue.Item$Begin",
    "queue.Item$Below",
    "queue.Item$Body",
    "queue.Item$End",
    "queue.Item$Request",
    "queue.ScopeFacts",
    "spi.CallStart$Layer",
    "spi.StepStart",
    "spi.Step$Kind",
    "weave.LibraryLoader",
    "wire.Endpoint",
    "wire.Exchange"
  };

  static final String PACKAGE = "dev.steno.agent.";

  /** So often that the JVM has compiled the most of what weaves. */
  private static final int REHEARSALS = 5;

  private final Callable<Health> before;
  private final Transformer transformer;
  private final Log log;
  private final Thread thread;
  private volatile boolean begun;

  Ahead(Callable<Health> before, Transformer transformer, Log log) {
    this.before = before;
    this.transformer = transformer;
    this.log = log;
    // Made now: an application's thread would give it its access control context.
    thread = new Thread(null, this, "steno-ahead", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Ahead.class.getClassLoader());
  }

  /** A class of the application is being loaded, by its internal name. */
  void saw(String name) {
    if (!begun && isOfLibrary(name)) {
      begin();
    }
  }

  private static boolean isOfLibrary(String name) {
    for (String library : LIBRARIES) {
      if (name.startsWith(library)) {
        return true;
      }
    }
    return false;
  }

  /** A class is about to be woven, if nothing was seen before. */
  void begin() {
    if (!begun && isFirst()) {
      try {
        thread.start();
      } catch (OutOfMemoryError noThread) {
        log.debug("nothing is made ahead: ".concat(Failures.describe(noThread)));
      }
    }
  }

  private synchronized boolean isFirst() {
    boolean first = !begun;
    begun = true;
    return first;
  }

  @Override
  public void run() {
    try {
      long begin = System.nanoTime();
      before.call();
      ClassLoader agent = Ahead.class.getClassLoader();
      for (String name : NEEDED) {
        link(Class.forName(PACKAGE.concat(name), false, agent));
      }
      transformer.prepare();
      rehearse(agent);
      if (log.debugs()) {
        log.debug("made ahead in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      }
    } catch (Throwable failure) {
      log.debug("not all was made ahead: ".concat(Failures.describe(failure)));
    }
  }

  /**
   * Has the JVM verify and link it. It is not initialised: two threads that initialise classes
   * which need each other, in another order, would wait for ever.
   */
  @SuppressWarnings("ReturnValueIgnored")
  private static void link(Class<?> type) {
    type.getDeclaredConstructors();
  }

  /** Weaves, links and runs a class of our own, which nobody else sees. */
  static void rehearse(ClassLoader agent) throws Exception {
    Weaver weaver = new Weaver(Ahead.class);
    String sample = AheadSample.class.getName();
    byte[] classFile = classFile(agent, sample);
    List<Hook> hooks =
        List.of(
            Hook.of(sample, "call", List.of(), Interceptor.class),
            Hook.of(sample, "echo", List.of("java.lang.String"), Interceptor.class),
            Hook.replacing(sample, "last", List.of("java.lang.Object"), Interceptor.class));
    byte[] woven = weaver.weave(agent, sample, classFile, hooks).classFile();
    Class<?> type = MethodHandles.lookup().defineHiddenClass(woven, true).lookupClass();
    ((Callable<?>) type.getDeclaredConstructor().newInstance()).call();
    String large = Ahead.class.getName();
    byte[] ofLarge = classFile(agent, large);
    List<Hook> inLarge = List.of(Hook.of(large, "run", List.of(), Interceptor.class));
    for (int i = 0; i < REHEARSALS; i++) {
      weaver.weave(agent, large, ofLarge, inLarge);
    }
  }

  private static byte[] classFile(ClassLoader agent, String type) throws IOException {
    try (InputStream in = agent.getResourceAsStream(type.replace('.', '/').concat(".class"))) {
      if (in == null) {
        throw new IOException("no class file of ".concat(type));
      }
      return in.readAllBytes();
    }
  }

  /** What the sample's woven calls are linked by. */
  static CallSite bootstrap(
      MethodHandles.Lookup caller, String phase, MethodType type, Object... arguments)
      throws ReflectiveOperationException {
    Guard guard = new Guard(new Nothing(), PACKAGE, new Hooks(), new Log(System.err, false));
    return Linker.callSite(guard, phase, type);
  }

  /** An interceptor that does nothing. */
  private static final class Nothing implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return returned;
    }
  }
}
