package dev.steno.agent.weave;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that are hooked, and costs every other class one look into a hash table, and
 * an application's one at the names of its supertypes: no lock, no I/O, no lambda, nothing that
 * could load a class while one is being loaded.
 */
final class Transformer implements ClassFileTransformer {
  /** By the packages that their class loaders are in. */
  private static final String[] OTHER_AGENTS = {
    "io.opentelemetry.javaagent.",
    "datadog.trace.",
    "co.elastic.apm.",
    "com.newrelic.",
    "com.dynatrace.",
    "com.appdynamics.",
    "org.apache.skywalking.apm.",
    "com.navercorp.pinpoint.",
    "com.microsoft.applicationinsights."
  };

  private final HookList list;
  private final Map<String, List<Hook>> hooks;
  private final Callable<Class<?>> dispatcher;
  private final ClassLoader agent;
  private final ClassLoader platform;
  private final ClassLoader system;
  private final Hooks names;
  private final Log log;
  private final Supertypes supertypes;

  /** What extends or implements something of a library's and is not of the library's packages. */
  private final Set<String> subtypes = ConcurrentHashMap.newKeySet();

  private volatile @Nullable List<Hook> inSubtypes;
  private volatile @Nullable LaterHooks later;
  private volatile @Nullable Ahead ahead;
  private @Nullable Weaver weaver;
  private boolean beginning;

  /** {@code dispatcher} gives what woven code names, and is asked when there is some. */
  Transformer(HookList hooks, Callable<Class<?>> dispatcher, Hooks names, Log log) {
    this.list = hooks;
    this.hooks = hooks.hooks();
    this.dispatcher = dispatcher;
    this.agent = Transformer.class.getClassLoader();
    this.platform = ClassLoader.getPlatformClassLoader();
    this.system = ClassLoader.getSystemClassLoader();
    this.names = names;
    this.log = log;
    this.supertypes = new Supertypes(hooks.packages());
  }

  /** Hooks those too once a class is hooked. */
  void then(LaterHooks hookedLater) {
    later = hookedLater;
  }

  /** Has that make ready what weaving needs, once it is foreseen. */
  void prepared(Ahead madeAhead) {
    ahead = madeAhead;
  }

  private @Nullable List<Hook> wanted(String name) {
    List<Hook> wanted = hooks.get(name);
    LaterHooks alsoWanted = later;
    return wanted != null || alsoWanted == null ? wanted : alsoWanted.of(name);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (name == null) {
      return null;
    }
    List<Hook> wanted = wanted(name);
    if (wanted == null && (loader == null || loader == platform || supertypes.isEmpty())) {
      return null;
    }
    if (loader == agent || loader instanceof LibraryLoader || isOtherAgent(loader)) {
      return null;
    }
    Ahead madeAhead = ahead;
    if (madeAhead != null) {
      madeAhead.saw(name);
    }
    List<Hook> all = withInherited(wanted, loader, name, classFile);
    return all.isEmpty() ? null : weave(loader, name, classFile, all);
  }

  /** The class's own hooks, and those of the types that it is a subtype of. */
  private List<Hook> withInherited(
      @Nullable List<Hook> own, @Nullable ClassLoader loader, String name, byte[] classFile) {
    List<Hook> inherited = mayBeSubtype(classFile) ? inherited(loader, name, classFile) : List.of();
    if (own == null || inherited.isEmpty()) {
      return own == null ? inherited : own;
    }
    List<Hook> all = new ArrayList<>(own);
    for (Hook hook : inherited) {
      if (!isAmong(own, hook)) {
        all.add(hook);
      }
    }
    return all;
  }

  /** A class may be named because it is loaded before what tells that it is a subtype. */
  private static boolean isAmong(List<Hook> own, Hook inherited) {
    for (Hook hook : own) {
      if (hook.method().equals(inherited.method())
          && hook.parameters().equals(inherited.parameters())
          && hook.interceptor().equals(inherited.interceptor())) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeSubtype(byte[] classFile) {
    try {
      return supertypes.has(classFile, subtypes);
    } catch (RuntimeException malformed) {
      // The JVM will say so, or another agent knows class files that this one does not.
      return false;
    }
  }

  /**
   * What the class declares is looked at first: to look at its supertypes is to read their files.
   */
  private List<Hook> inherited(@Nullable ClassLoader loader, String name, byte[] classFile) {
    try {
      List<Hook> declared = Weaver.declared(classFile, inSubtypes());
      List<Hook> inherited =
          declared.isEmpty() ? declared : Weaver.inherited(loader, name, classFile, declared);
      if (!isOfLibrary(name)) {
        subtypes.add(name); // it may be one: who extends it is looked at as well
      }
      return inherited;
    } catch (Throwable failure) {
      log.debug("could not look at " + name + ": " + Failures.describe(failure));
      return List.of();
    }
  }

  private boolean isOfLibrary(String name) {
    for (String prefix : list.packages()) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private List<Hook> inSubtypes() {
    List<Hook> known = inSubtypes;
    if (known == null) {
      known = list.inSubtypes();
      inSubtypes = known;
    }
    return known;
  }

  /** What other agents send with HTTP clients of their own is not the application's. */
  private boolean isOtherAgent(@Nullable ClassLoader loader) {
    if (loader == null || loader == system) {
      return false;
    }
    String type = loader.getClass().getName();
    for (String agent : OTHER_AGENTS) {
      if (type.startsWith(agent)) {
        return true;
      }
    }
    return false;
  }

  private byte @Nullable [] weave(
      @Nullable ClassLoader loader, String name, byte[] classFile, List<Hook> ofAllReleases) {
    String type = name.replace('/', '.');
    Ahead madeAhead = ahead;
    if (madeAhead != null) {
      madeAhead.begin();
    }
    try {
      long begin = System.nanoTime();
      List<Hook> wanted = Weaver.ofRelease(loader, ofAllReleases);
      if (wanted.isEmpty()) {
        return null;
      }
      Weaver.Woven woven = weaver().weave(loader, type, classFile, wanted);
      for (String feature : woven.missing()) {
        String why = type + " has none of the methods known for it";
        names.off(feature, why);
        log.warn(feature + " is not recorded: " + why);
      }
      names.woven(type, wanted.get(0).interceptor());
      if (log.debugs()) {
        log.debug("hooked " + type + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      }
      LaterHooks following = later;
      if (following != null) {
        following.start();
      }
      return woven.classFile();
    } catch (Throwable failure) {
      String why = Failures.describe(failure);
      names.off(type, "could not be hooked: " + why);
      log.warn("could not hook " + type + ", its calls are not recorded: " + why);
      return null;
    }
  }

  /** Makes what weaving needs, which the first class to weave does otherwise. */
  void prepare() throws Exception {
    weaver();
    inSubtypes();
  }

  private synchronized Weaver weaver() throws Exception {
    Weaver known = weaver;
    if (known == null) {
      if (beginning) {
        throw new LinkageError("loaded by another agent while this one begins");
      }
      beginning = true;
      try {
        known = new Weaver(dispatcher.call());
      } finally {
        beginning = false;
      }
      weaver = known;
    }
    return known;
  }
}
