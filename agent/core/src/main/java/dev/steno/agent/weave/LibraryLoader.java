package dev.steno.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Loads the instrumentations for one class loader of the application: defines their classes itself,
 * takes the agent's types from the agent, and everything else from the application.
 *
 * <p>Only the application's woven classes hold it, so that it goes when they go.
 */
final class LibraryLoader extends ClassLoader {
  static final String INSTRUMENTATIONS = "dev.steno.instrumentation.";
  private static final String AGENT = "dev.steno.agent.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader agent;
  private final @Nullable ClassLoader application;

  LibraryLoader(ClassLoader agent, @Nullable ClassLoader application) {
    super(null);
    this.agent = agent;
    this.application = application;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      if (name.startsWith(INSTRUMENTATIONS)) {
        return define(name);
      }
      return name.startsWith(AGENT)
          ? agent.loadClass(name)
          : Class.forName(name, false, application);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, LibraryLoader.class.getProtectionDomain());
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  /** The class files of instrumentations lie in the agent's jar. */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    return agent.getResourceAsStream(name);
  }
}
