package dev.steno.premain;

import java.io.ByteArrayOutputStream;
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
 * The agent's own class loader: its classes lie in the jar as {@code steno/**.classdata}, where no
 * other loader finds them, and its parent is the platform's, so that the application and the agent
 * never see each other's libraries.
 */
public final class AgentLoader extends ClassLoader {
  private static final String HIDDEN = "steno/";

  static {
    registerAsParallelCapable();
  }

  private final File jar;
  private final JarFile entries;
  private final ProtectionDomain domain;

  AgentLoader(File jar, ClassLoader platform) throws IOException {
    super(platform);
    this.jar = jar;
    entries = new JarFile(jar, false); // its signature is not checked again: the JVM has loaded us
    // An application that installs a SecurityManager (until JDK 23) may not take our files from us.
    Permissions all = new Permissions();
    all.add(new AllPermission());
    domain =
        new ProtectionDomain(
            new CodeSource(jar.toURI().toURL(), (Certificate[]) null), all, this, null);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      ZipEntry entry = entries.getEntry(entryName(name.replace('.', '/').concat(".class")));
      return entry == null ? super.loadClass(name, resolve) : define(name, entry);
    }
  }

  private Class<?> define(String name, ZipEntry entry) throws ClassNotFoundException {
    try {
      byte[] bytes = bytes(entry);
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  private byte[] bytes(ZipEntry entry) throws IOException {
    InputStream in = entries.getInputStream(entry);
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(32, (int) entry.getSize()));
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
      return out.toByteArray();
    } finally {
      in.close();
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    ZipEntry entry = entries.getEntry(entryName(name));
    try {
      return entry == null ? super.getResourceAsStream(name) : entries.getInputStream(entry);
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  protected URL findResource(String name) {
    String entry = entryName(name);
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

  private static String entryName(String resource) {
    return HIDDEN.concat(resource.endsWith(".class") ? resource.concat("data") : resource);
  }
}
