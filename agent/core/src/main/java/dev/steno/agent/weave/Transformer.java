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
    return wanted == null || loader == agent ? null : weave(loader, name, classFile, wanted);
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
