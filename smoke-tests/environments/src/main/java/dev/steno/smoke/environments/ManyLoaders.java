package dev.steno.smoke.environments;

import java.io.File;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many applications in one JVM, all of whose threads make their first call at once. */
public final class ManyLoaders {
  private ManyLoaders() {}

  /** Arguments: the model's base URL, how many class loaders, how many threads each. */
  public static void main(String[] args) throws Exception {
    int loaders = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    CyclicBarrier start = new CyclicBarrier(loaders * threads);
    ExecutorService pool = Executors.newFixedThreadPool(loaders * threads);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < loaders; i++) {
      @SuppressWarnings("resource") // for as long as the JVM lives
      URLClassLoader loader =
          new URLClassLoader("app" + i, classPath(), ClassLoader.getPlatformClassLoader());
      for (int j = 0; j < threads; j++) {
        String name = "app" + i + "-" + j;
        calls.add(
            pool.submit(
                () -> {
                  start.await();
                  return call(loader, args[0], name);
                }));
      }
    }
    for (Future<?> call : calls) {
      call.get();
    }
    pool.shutdown();
  }

  private static Object call(ClassLoader loader, String url, String name)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName("dev.steno.smoke.environments.OneCall", true, loader);
    Method run = type.getMethod("run", String.class, String.class, PrintStream.class);
    try {
      return run.invoke(null, url, name, System.out);
    } catch (InvocationTargetException failed) {
      throw new IllegalStateException(name, failed.getCause());
    }
  }

  private static URL[] classPath() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }
}
