package dev.steno.agent.weave;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Interceptor;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links a woven call, once, to its interceptor, which is loaded where both the agent and the
 * library are visible.
 */
final class Linker implements Function<Object[], Object> {
  private static final MethodType ENTER =
      MethodType.methodType(Object.class, Object.class, Object[].class);
  private static final MethodType EXIT =
      MethodType.methodType(Object.class, Object.class, Object.class, Throwable.class);
  private static final Map<String, MethodType> PHASES =
      Map.of(
          "enter",
          ENTER,
          "exit",
          EXIT,
          "enterReplacing",
          ENTER.changeReturnType(Object[].class),
          "exitReplacing",
          EXIT.changeParameterType(0, Object[].class));

  /*
   * Weak on both sides: the loader of the library is the key, and the loader of its interceptors, which
   * refers to it, is held by the call sites in the library's classes only.
   */
  private final Map<ClassLoader, WeakReference<LibraryLoader>> loaders = new WeakHashMap<>();
  private final Map<LibraryLoader, Map<String, WeakReference<Guard>>> guards = new WeakHashMap<>();
  private final Callable<Health> before;
  private final Hooks names;
  private final Log log;

  /** {@code before} is called before anything is linked, and gives what counts. */
  Linker(Callable<Health> before, Hooks names, Log log) {
    this.before = before;
    this.names = names;
    this.log = log;
  }

  /** {@code {Lookup, String phase, MethodType, Object[]{String interceptor}}} to a call site. */
  @Override
  public Object apply(Object[] request) {
    MethodHandles.Lookup caller = (MethodHandles.Lookup) request[0];
    String interceptor = (String) ((Object[]) request[3])[0];
    try {
      Health health = before.call();
      String phase = (String) request[1];
      CallSite site = link(caller, phase, (MethodType) request[2], interceptor);
      health.linked();
      names.linked(caller.lookupClass().getName(), interceptor);
      if (log.debugs()) {
        log.debug("linked " + caller.lookupClass().getName() + " to " + interceptor);
      }
      return site;
    } catch (Exception | Error failure) {
      String why = Failures.describe(failure);
      names.off(caller.lookupClass().getName(), "could not be hooked: " + why);
      log.warn(
          "could not hook "
              + caller.lookupClass().getName()
              + ", its calls are not recorded: "
              + why);
      // The dispatcher makes of this a call that does nothing.
      throw new IllegalStateException(failure);
    }
  }

  private CallSite link(
      MethodHandles.Lookup caller, String phase, MethodType type, String interceptor)
      throws ReflectiveOperationException {
    return callSite(guard(caller, interceptor), phase, type);
  }

  /** A call of that guard. */
  static CallSite callSite(Guard guard, String phase, MethodType type)
      throws ReflectiveOperationException {
    MethodHandle target =
        MethodHandles.lookup().findVirtual(Guard.class, phase, PHASES.get(phase)).bindTo(guard);
    return new ConstantCallSite(target.asType(type));
  }

  /**
   * One guard for an interceptor in a loader, so that its enter and exit share their strikes. No
   * lock is held while a class is loaded: the application's loaders have locks of their own.
   */
  private Guard guard(MethodHandles.Lookup caller, String interceptor)
      throws ReflectiveOperationException {
    LibraryLoader loader = loader(caller.lookupClass().getClassLoader());
    Guard known = known(loader, interceptor, null);
    if (known != null) {
      return known;
    }
    Guard added =
        new Guard(instance(loader.loadClass(interceptor), caller), interceptor, names, log);
    Guard first = known(loader, interceptor, added);
    return first == null ? added : first;
  }

  private static Interceptor instance(Class<?> interceptor, MethodHandles.Lookup caller)
      throws ReflectiveOperationException {
    Constructor<?> constructor = interceptor.getDeclaredConstructors()[0];
    constructor.setAccessible(true); // an instrumentation's classes are its own package's
    return (Interceptor)
        (constructor.getParameterCount() == 0
            ? constructor.newInstance()
            : constructor.newInstance(caller));
  }

  private synchronized @Nullable Guard known(
      LibraryLoader loader, String interceptor, @Nullable Guard added) {
    Map<String, WeakReference<Guard>> ofLoader =
        guards.computeIfAbsent(loader, newLoader -> new HashMap<>());
    WeakReference<Guard> reference = ofLoader.get(interceptor);
    Guard guard = reference == null ? null : reference.get();
    if (guard == null && added != null) {
      ofLoader.put(interceptor, new WeakReference<>(added));
    }
    return guard;
  }

  private synchronized LibraryLoader loader(@Nullable ClassLoader application) {
    WeakReference<LibraryLoader> reference = loaders.get(application);
    LibraryLoader loader = reference == null ? null : reference.get();
    if (loader == null) {
      loader = new LibraryLoader(Linker.class.getClassLoader(), application);
      loaders.put(application, new WeakReference<>(loader));
    }
    return loader;
  }
}
