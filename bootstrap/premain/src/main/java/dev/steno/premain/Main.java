package dev.steno.premain;

import java.io.File;
import java.lang.reflect.InvocationTargetException;

/**
 * Where {@code java -jar steno.jar} enters: looks whether this is a Java that Steno can run in, and
 * hands over to the agent's commands in its own class loader. Java 8 byte code.
 */
public final class Main {
  private static final String COMMANDS = "dev.steno.agent.command.Commands";
  private static final int SOMETHING_IS_WRONG = 1;

  private Main() {}

  /** Does what the arguments say; without any, says what there is. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    String version = System.getProperty("java.specification.version");
    if (Premain.refusal(version, null, false) != null) {
      System.err.println("steno: needs Java 17 or newer, and this is Java ".concat(version));
      return SOMETHING_IS_WRONG;
    }
    try {
      ClassLoader platform =
          (ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null);
      File jar = new File(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      AgentLoader loader = new AgentLoader(jar, jar.toURI().toURL(), platform);
      Thread.currentThread().setContextClassLoader(loader);
      Object code =
          loader
              .loadClass(COMMANDS)
              .getMethod("run", String[].class)
              .invoke(null, (Object) arguments);
      return ((Integer) code).intValue();
    } catch (InvocationTargetException failed) {
      System.err.println("steno: failed: ".concat(String.valueOf(failed.getCause())));
    } catch (Exception failed) {
      System.err.println("steno: failed: ".concat(String.valueOf(failed)));
    }
    return SOMETHING_IS_WRONG;
  }
}
