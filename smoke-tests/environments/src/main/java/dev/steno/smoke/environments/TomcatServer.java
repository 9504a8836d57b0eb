package dev.steno.smoke.environments;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with two web applications, of which one is deployed again and again. */
public final class TomcatServer {
  private static final int MOST_COLLECTIONS = 20;

  private final Tomcat tomcat = new Tomcat();
  private final Path application;
  private final String url;

  private TomcatServer(String base, String application, String url) {
    this.application = Path.of(application).toAbsolutePath();
    this.url = url;
    tomcat.setBaseDir(base);
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
  }

  /** Arguments: a work folder, the application's folder, the model's base URL, how many times. */
  public static void main(String[] args) throws Exception {
    new TomcatServer(args[0], args[1], args[2]).run(Integer.parseInt(args[3]));
  }

  private void run(int times) throws Exception {
    tomcat.start();
    Context stays = deploy("/stays");
    List<WeakReference<ClassLoader>> gone = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      gone.add(once("changes" + i));
    }
    call("/stays", "stays");
    System.out.println("loaders left: " + left(gone));
    undeploy(stays);
    tomcat.stop();
    tomcat.destroy();
  }

  private WeakReference<ClassLoader> once(String name) throws Exception {
    Context context = deploy("/changes");
    call("/changes", name);
    WeakReference<ClassLoader> loader = new WeakReference<>(context.getLoader().getClassLoader());
    undeploy(context);
    return loader;
  }

  private Context deploy(String path) {
    StandardContext context = (StandardContext) tomcat.addContext(path, application.toString());
    // What these would clean up is what is looked for here, or needs the JDK's modules opened.
    context.setClearReferencesObjectStreamClassCaches(false);
    context.setClearReferencesRmiTargets(false);
    context.setClearReferencesThreadLocals(false);
    Wrapper servlet =
        Tomcat.addServlet(context, "call", "dev.steno.smoke.environments.CallServlet");
    servlet.addInitParameter("url", url);
    servlet.addMapping("/call");

    return context;
  }

  private void undeploy(Context context) throws LifecycleException {
    tomcat.getHost().removeChild(context);
    context.destroy();
  }

  private void call(String path, String name) throws IOException {
    URI target =
        URI.create(
            "http://127.0.0.1:"
                + tomcat.getConnector().getLocalPort()
                + path
                + "/call?name="
                + name);
    try (InputStream in = target.toURL().openStream()) {
      System.out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static long left(List<WeakReference<ClassLoader>> loaders) throws InterruptedException {
    long left = loaders.size();
    for (int i = 0; i < MOST_COLLECTIONS && left > 0; i++) {
      System.gc();
      // References are handed to their queues by threads of the JDK, which need a moment.
      Thread.sleep(100);
      Set<ClassLoader> busy = ofThreads();
      left = loaders.stream().map(WeakReference::get).filter(it -> isLeft(it, busy)).count();
    }
    return left;
  }

  /**
   * Okio's watchdog waits a minute for more to do, and keeps its application for so long: nothing
   * that an agent could help.
   */
  private static boolean isLeft(ClassLoader loader, Set<ClassLoader> busy) {
    return loader != null && !busy.contains(loader);
  }

  private static Set<ClassLoader> ofThreads() {
    Set<ClassLoader> loaders = new HashSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      loaders.add(thread.getContextClassLoader());
    }
    return loaders;
  }
}
