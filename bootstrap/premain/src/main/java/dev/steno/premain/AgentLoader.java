package dev.steno.premain;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * The agent's own class loader: its classes lie in the jar as a {@link ClassPack}, where no other
 * loader finds them, and its resources under {@code steno/}. Its parent is the platform's, so that
 * the application and the agent never see each other's libraries.
 */
public final class AgentLoader extends ClassLoader {
  private static final String HIDDEN = "steno/";
  private static final String CLASS = ".class";

  static {
    registerAsParallelCapable();
  }

  private final File jar;
  private final JarFile entries;
  private final ClassPack classes;
  private final ProtectionDomain domain;

  /** {@code location} is the URL of that jar. */
  AgentLoader(File jar, URL location, ClassLoader platform) throws IOException {
    super(platform);
    this.jar = jar;
    entries = new JarFile(jar, false); // its signature is not checked again: the JVM has loaded us
    classes = new ClassPack(entries);
    // An application that installs a SecurityManager (until JDK 23) may not take our files from us.
    Permissions all = new Permissions();
    all.add(new AllPermission());
    domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), all, this, null);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] classFile = name.startsWith("java.") ? null : classFile(name);
      return classFile == null ? super.loadClass(name, resolve) : define(name, classFile);
    }
  }

  /** Another agent's transformer may have this thread load the class that it is asked about. */
  private Class<?> define(String name, byte[] classFile) {
    try {
      return defineClass(name, classFile, 0, classFile.length, domain);
    } catch (LinkageError duplicate) {
      Class<?> meanwhile = findLoadedClass(name);
      if (meanwhile == null) {
        throw duplicate;
      }
      return meanwhile;
    }
  }

  private byte[] classFile(String name) throws ClassNotFoundException {
    try {
      return classes.find(name);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      if (name.endsWith(CLASS)) {
        byte[] classFile =
            classes.find(name.substring(0, name.length() - CLASS.length()).replace('/', '.'));
        return classFile == null
            ? super.getResourceAsStream(name)
            : new ByteArrayInputStream(classFile);
      }
      ZipEntry entry = entries.getEntry(HIDDEN.concat(name));
      return entry == null ? super.getResourceAsStream(name) : entries.getInputStream(entry);
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  protected URL findResource(String name) {
    String entry = HIDDEN.concat(name);
    try {
      return entries.getEntry(entry) == null
          ? null
          : new URL("jar:".concat(jar.toURI().toString()).concat("!/").concat(entry));
    } catch (MalformedURLException impossible) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(found));
  }
}
