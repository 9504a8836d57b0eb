package dev.steno.smoke.environments;

import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * A system class loader that loads the application itself, and shows nobody the class files of the
 * JDK.
 */
public final class OwnLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  /** The constructor that the JDK asks for. */
  public OwnLoader(ClassLoader parent) throws MalformedURLException {
    super(classPath(), parent);
  }

  private static URL[] classPath() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }

  /** What the JDK asks of a system class loader when there is an agent. */
  void appendToClassPathForInstrumentation(String jar) throws MalformedURLException {
    addURL(new File(jar).toURI().toURL());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("com.openai.") && !name.startsWith("dev.steno.smoke.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  public URL getResource(String name) {
    return isOfTheJdk(name) ? null : super.getResource(name);
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    return isOfTheJdk(name) ? null : super.getResourceAsStream(name);
  }

  private static boolean isOfTheJdk(String name) {
    return name.startsWith("java/") && name.endsWith(".class");
  }
}
