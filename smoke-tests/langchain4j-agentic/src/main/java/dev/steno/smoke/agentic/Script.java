package dev.steno.smoke.agentic;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;

/** Does one thing after the other, and prints what the program sees of each. */
final class Script {
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);

  /** What agents are told to do. */
  interface Act {
    Object of(String topic) throws Exception;
  }

  /** A topic that can be found again by the name of its scene. */
  static String topic(String name) {
    return "[" + name + "] Drachen & Wölfe 🐉";
  }

  void run(String name, Act act) {
    print("== " + name);
    try {
      print(String.valueOf(act.of(topic(name))));
    } catch (Throwable thrown) {
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        print(cause.getClass().getName() + ": " + cause.getMessage());
        for (StackTraceElement frame : cause.getStackTrace()) {
          if (frame.getClassName().startsWith("dev.")) {
            print(
                "  at "
                    + frame.getClassName().replaceAll("0x[0-9a-f]+", "")
                    + "."
                    + frame.getMethodName());
          }
        }
      }
    }
    print("on " + Thread.currentThread().getName());
  }

  /** The same, which says what it hears of agents, in a version that tells. */
  Builder listened(Builder builder) {
    try {
      Class<?> type = Class.forName("dev.langchain4j.agentic.observability.AgentListener");
      Object listener =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                if (method.getReturnType() == boolean.class) {
                  return !method.getName().equals("equals") || proxy == arguments[0];
                }
                if (method.getReturnType() == int.class) {
                  return 1;
                }
                print("heard " + method.getName() + heard(arguments));
                return null;
              });
      return builder.with("listener", listener);
    } catch (ClassNotFoundException older) {
      return builder;
    }
  }

  private static String heard(Object[] arguments) throws ReflectiveOperationException {
    if (arguments == null || arguments.length == 0 || !arguments[0].getClass().isRecord()) {
      return "";
    }
    return " of " + arguments[0].getClass().getMethod("agentName").invoke(arguments[0]);
  }

  synchronized void print(String text) {
    out.println(text);
  }

  /** Ends the JVM: the library's threads live on for a minute. */
  void end() {
    out.flush();
    System.exit(0);
  }
}
