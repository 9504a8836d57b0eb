package dev.steno.smoke.stenoapi;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.TimeUnit;

/** An application that goes, and left open what it opened on a thread that stays. */
public final class Unloaded {
  private Unloaded() {}

  /** Arguments: none; the API is where this class finds it. */
  public static void main(String[] args) throws Exception {
    WeakReference<ClassLoader> loader = used();
    for (int i = 0; i < 200 && loader.get() != null; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    System.out.println("gone " + (loader.get() == null));
  }

  private static WeakReference<ClassLoader> used() throws Exception {
    String name = "dev.steno.api.Steno";
    URL api = Class.forName(name).getProtectionDomain().getCodeSource().getLocation();
    ClassLoader loader = new URLClassLoader(new URL[] {api}, ClassLoader.getPlatformClassLoader());
    Class<?> steno = loader.loadClass(name);
    steno.getMethod("user", String.class).invoke(null, "u");
    steno.getMethod("begin", String.class).invoke(null, "left open");
    steno.getMethod("conversation", String.class).invoke(null, "c");
    steno.getMethod("stats").invoke(null);
    return new WeakReference<>(loader);
  }
}
