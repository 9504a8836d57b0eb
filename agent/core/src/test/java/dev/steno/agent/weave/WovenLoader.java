package dev.steno.agent.weave;

import java.util.Map;

/** Defines those classes itself, by name. */
final class WovenLoader extends ClassLoader {
  private final Map<String, byte[]> classFiles;

  WovenLoader(ClassLoader parent, Map<String, byte[]> classFiles) {
    super(parent);
    this.classFiles = classFiles;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      byte[] classFile = classFiles.get(name);
      if (loaded != null || classFile == null) {
        return loaded != null ? loaded : super.loadClass(name, resolve);
      }
      return defineClass(name, classFile, 0, classFile.length);
    }
  }
}
