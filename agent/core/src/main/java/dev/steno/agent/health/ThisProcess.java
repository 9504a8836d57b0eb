package dev.steno.agent.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Which process this is.
 *
 * @param pid its id, which is another's in another container
 * @param host the machine's, or the container's, name; empty when that is not known
 * @param program the name of its main class or jar, without what it was started with
 * @param jvm which JVM runs it
 * @param startedAt when it began
 */
public record ThisProcess(long pid, String host, String program, String jvm, Instant startedAt) {
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  /** The running one. */
  public static ThisProcess get() {
    ProcessHandle running = ProcessHandle.current();
    return new ThisProcess(
        running.pid(),
        hostName(),
        program(
            System.getProperty("sun.java.command", ""), System.getProperty("java.class.path", "")),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        running.info().startInstant().orElseGet(Instant::now));
  }

  /** A name that no other process of the machine has. */
  public String name() {
    return pid + "-" + startedAt.toEpochMilli();
  }

  /** No name is looked up. */
  public static String hostName() {
    try {
      return Files.readString(HOST_NAME, StandardCharsets.UTF_8).strip();
    } catch (IOException | RuntimeException notLinux) {
      String named = System.getenv("HOSTNAME");
      String windows = System.getenv("COMPUTERNAME");
      return named != null ? named : windows != null ? windows : "";
    }
  }

  /**
   * What comes after it may be secret; a jar's path may have spaces, and is the class path then.
   */
  static String program(String command, String classPath) {
    int space = command.indexOf(' ');
    boolean isJar = classPath.endsWith(".jar") && command.startsWith(classPath);
    String name = isJar ? classPath : space < 0 ? command : command.substring(0, space);
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }
}
