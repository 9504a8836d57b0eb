package dev.steno.agent.weave;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the classes that are hooked, and costs every other class one look into a hash table: no
 * lock, no I/O, no lambda, nothing that could load a class while one is being loaded.
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

  private final Map<String, List<Hook>> hooks;
  private final Class<?> dispatcher;
  private final ClassLoader agent;
  private final Log log;
  private @Nullable Weaver weaver;

  /** {@code hooks} by the class's internal name: {@code com/openai/core/RequestOptions}. */
  Transformer(Map<String, List<Hook>> hooks, Class<?> dispatcher, Log log) {
    this.hooks = hooks;
    this.dispatcher = dispatcher;
    this.agent = Transformer.class.getClassLoader();
    this.log = log;
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
    List<Hook> wanted = hooks.get(name);
    return wanted == null || loader == agent || isOtherAgent(loader)
        ? null
        : weave(loader, name, classFile, wanted);
  }

  /** What other agents send with HTTP clients of their own is not the application's. */
  private static boolean isOtherAgent(@Nullable ClassLoader loader) {
    if (loader == null) {
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
      @Nullable ClassLoader loader, String name, byte[] classFile, List<Hook> wanted) {
    String type = name.replace('/', '.');
    try {
      long begin = System.nanoTime();
      byte[] woven = weaver().weave(loader, type, classFile, wanted);
      if (log.debugs()) {
        log.debug("hooked " + type + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
      }
      return woven;
    } catch (Throwable failure) {
      log.warn(
          "could not hook " + type + ", its calls are not recorded: " + Failures.describe(failure));
      return null;
    }
  }

  private synchronized Weaver weaver() throws NoSuchMethodException {
    if (weaver == null) {
      weaver = new Weaver(dispatcher);
    }
    return weaver;
  }
}
