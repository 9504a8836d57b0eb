package dev.steno.smoke;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A program in a JVM of its own, with or without the agent. */
public final class AgentProcess {
  private final String mainClass;
  private final List<String> classPath = new ArrayList<>();
  private final List<String> jvmOptions = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> before = new ArrayList<>();
  private Path javaHome = Jdk.running();
  private Path agentJar;
  private Path home;
  private boolean quiet;
  private Duration timeout = Duration.ofMinutes(2);

  private AgentProcess(String mainClass) {
    this.mainClass = mainClass;
  }

  /** A process that runs this class. */
  public static AgentProcess of(String mainClass) {
    return new AgentProcess(mainClass);
  }

  /** The jar under test. */
  public static Path stenoJar() {
    String jar = System.getProperty("steno.jar");
    if (jar == null || !Files.isRegularFile(Path.of(jar))) {
      throw new IllegalStateException("no agent: system property steno.jar is " + jar);
    }
    return Path.of(jar).toAbsolutePath().normalize();
  }

  public AgentProcess classPath(Path... entries) {
    return classPath(List.of(entries));
  }

  public AgentProcess classPath(Collection<Path> entries) {
    entries.forEach(entry -> classPath.add(entry.toAbsolutePath().normalize().toString()));
    return this;
  }

  /** With the jar under test. */
  public AgentProcess agent() {
    return agent(stenoJar());
  }

  public AgentProcess agent(Path jar) {
    agentJar = jar;
    return this;
  }

  /** With the log as a user has it: no summary is printed, so none is checked. */
  public AgentProcess quiet() {
    quiet = true;
    return this;
  }

  /** A command that runs this one, in a process that becomes it: {@code exec} in a shell. */
  public AgentProcess through(String... command) {
    before.addAll(List.of(command));
    return this;
  }

  public AgentProcess arg(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  public AgentProcess jvmOption(String... more) {
    jvmOptions.addAll(List.of(more));
    return this;
  }

  public AgentProcess property(String key, String value) {
    return jvmOption("-D" + key + "=" + value);
  }

  public AgentProcess env(String key, String value) {
    environment.put(key, value);
    return this;
  }

  public AgentProcess javaHome(Path newJavaHome) {
    javaHome = newJavaHome;
    return this;
  }

  /**
   * The user's home, in which Steno's own folder is; without it, the process gets a new and empty
   * one.
   */
  public AgentProcess home(Path newHome) {
    home = newHome;
    return this;
  }

  public AgentProcess timeout(Duration newTimeout) {
    timeout = newTimeout;
    return this;
  }

  /** Runs it to its end. */
  public Result run() {
    Result result = start().await();
    if (agentJar != null && !quiet) {
      result.assertIdentity();
    }
    return result;
  }

  /** Starts it; what it counted is not checked when it ends. */
  public RunningProcess start() {
    try {
      Path folder = Files.createDirectories(Path.of("target", "processes").toAbsolutePath());
      Path files = Files.createTempDirectory(folder, simpleName() + "-");
      Path itsHome = home != null ? home : Files.createDirectory(files.resolve("home"));
      File stdout = files.resolve("stdout").toFile();
      File stderr = files.resolve("stderr").toFile();
      Process process = start(itsHome, stdout, stderr);
      return new RunningProcess(process, itsHome, stdout, stderr, timeout);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path itsHome, File stdout, File stderr) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(itsHome));
    // A developer's own settings would change what is tested.
    builder
        .environment()
        .keySet()
        .removeIf(
            key ->
                key.equals("JAVA_TOOL_OPTIONS")
                    || key.equals("JDK_JAVA_OPTIONS")
                    || key.startsWith("STENO_")
                    || key.startsWith("OTEL_")
                    || key.startsWith("OPENAI_"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(stdout).redirectError(stderr).start();
    process.getOutputStream().close();
    return process;
  }

  private List<String> command(Path itsHome) {
    List<String> command = new ArrayList<>(before);
    command.add(Jdk.java(javaHome).toString());
    if (agentJar != null) {
      command.add("-javaagent:" + agentJar);
      if (!quiet) {
        command.add("-Dsteno.log=debug");
      }
    }
    command.add("-Duser.home=" + itsHome.toAbsolutePath());
    command.addAll(jvmOptions);
    if (!classPath.isEmpty()) {
      command.add("-cp");
      command.add(classPath.stream().collect(Collectors.joining(File.pathSeparator)));
    }
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }

  private String simpleName() {
    return mainClass.substring(mainClass.lastIndexOf('.') + 1).replaceAll("\\W", "_");
  }
}
