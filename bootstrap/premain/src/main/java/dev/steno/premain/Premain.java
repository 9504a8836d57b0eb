package dev.steno.premain;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;

/**
 * Where the JVM enters: looks whether Steno can run here, and hands over to the agent in its own
 * class loader.
 *
 * <p>Java 8 byte code, and nothing of a newer library, because a class file that is too new for a
 * JVM ends that JVM. Nothing is ever thrown: the application runs, with or without Steno.
 */
public final class Premain {
  private static final int OLDEST_JAVA = 17;
  private static final String AGENT = "dev.steno.agent.Agent";

  private static boolean attached;

  private Premain() {}

  /** Called by the JVM before {@code main}, for {@code -javaagent:steno.jar=arguments}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  /** Called by the JVM when Steno is attached while the application runs. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  private static void start(String arguments, Instrumentation instrumentation) {
    try {
      String refusal =
          refusal(
              System.getProperty("java.specification.version"),
              System.getProperty("sun.java.command"),
              attached());
      if (refusal != null) {
        say(refusal);
        return;
      }
      handOver(arguments, instrumentation);
    } catch (InvocationTargetException failed) {
      say("not started: ".concat(String.valueOf(failed.getCause())));
    } catch (Throwable failed) {
      say("not started: ".concat(String.valueOf(failed)));
    }
  }

  /** Why Steno must not start here, or null when it may. */
  static String refusal(String specification, String command, boolean attached) {
    if (attached) {
      return "is attached already; this second -javaagent does nothing.";
    }
    if (javaVersion(specification) < OLDEST_JAVA) {
      return "not started: needs Java 17 or newer, and this is Java "
          .concat(String.valueOf(specification))
          .concat(". The application runs without it.");
    }
    if (isJdkTool(command)) {
      return "not started: this is a tool of the JDK, not an application.";
    }
    return null;
  }

  private static int javaVersion(String specification) {
    if (specification == null) {
      return 0;
    }
    String number = specification.startsWith("1.") ? specification.substring(2) : specification;
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException unknown) {
      return 0;
    }
  }

  /** Whether the JVM's command is one of the JDK's own programs, as through JAVA_TOOL_OPTIONS. */
  private static boolean isJdkTool(String command) {
    if (command == null) {
      return false;
    }
    int space = command.indexOf(' ');
    String main = space < 0 ? command : command.substring(0, space);
    if (main.equals("jdk.compiler/com.sun.tools.javac.launcher.Main")) {
      return false; // java Program.java: an application
    }
    return main.startsWith("jdk.")
        || main.startsWith("java.base/")
        || main.startsWith("java.rmi/")
        || main.startsWith("java.scripting/")
        || main.startsWith("sun.tools.")
        || main.startsWith("sun.security.tools.")
        || main.startsWith("com.sun.tools.");
  }

  /** Whichever agent's jar comes second, its class is the first one's, in the system's loader. */
  private static synchronized boolean attached() {
    boolean before = attached;
    attached = true;
    return before;
  }

  private static void handOver(String arguments, Instrumentation instrumentation) throws Exception {
    URL location = Premain.class.getProtectionDomain().getCodeSource().getLocation();
    new AgentLoader(file(location), location, platformLoader())
        .loadClass(AGENT)
        .getMethod("start", String.class, Instrumentation.class)
        .invoke(null, arguments, instrumentation);
  }

  /** A URI is taken apart and checked, which takes a JVM that has just started a millisecond. */
  private static File file(URL location) throws URISyntaxException {
    String path = location.getPath();
    return path.startsWith("/") && path.indexOf('%') < 0 && location.getHost().isEmpty()
        ? new File(path)
        : new File(location.toURI());
  }

  /**
   * The platform's class loader: the last above the system's, where that is the JDK's own. Asking
   * the JDK for it by reflection starts its annotations and proxies, which costs more than all the
   * rest.
   */
  private static ClassLoader platformLoader() throws ReflectiveOperationException {
    ClassLoader last = ClassLoader.getSystemClassLoader();
    while (last.getParent() != null) {
      last = last.getParent();
    }
    return last.getClass().getName().equals("jdk.internal.loader.ClassLoaders$PlatformClassLoader")
        ? last
        : (ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null);
  }

  private static void say(String line) {
    System.err.println("steno: ".concat(line));
  }
}
