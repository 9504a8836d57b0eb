package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogManager;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** That the bean never makes an application's own MBean server, or log manager, before it does. */
class JmxTest {
  /** An application's own, which only its class loader finds. */
  public static final class Builder extends MBeanServerBuilder {
    static volatile String madeBy = "nobody";

    @Override
    public MBeanServer newMBeanServer(
        String domain, MBeanServer outer, MBeanServerDelegate delegate) {
      madeBy = Thread.currentThread().getName();
      return super.newMBeanServer(domain, outer, delegate);
    }
  }

  /** An application's own. */
  public static final class Manager extends LogManager {
    static volatile String madeBy = "nobody";

    /** By the thread that first logs. */
    public Manager() {
      madeBy = Thread.currentThread().getName();
    }
  }

  private static final Waiting NOTHING =
      new Waiting() {
        @Override
        public Map<String, Integer> records() {
          return Map.of();
        }

        @Override
        public Map<String, Long> spooledCalls() {
          return Map.of();
        }
      };

  /** What an application does with JMX, beside us. */
  public static final class Program {
    private Program() {}

    /** Says what happened. */
    public static void main(String[] arguments) throws Exception {
      Jmx jmx = new Jmx(new Health(), NOTHING, "1", new Log(System.out, true));
      run(jmx);
      System.out.println("done " + jmx.isDone());
      System.out.println("servers " + MBeanServerFactory.findMBeanServer(null).size());
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      run(jmx);
      System.out.println("done " + jmx.isDone());
      System.out.println("there " + server.isRegistered(new ObjectName(Jmx.NAME)));
      System.out.println("builder " + Builder.madeBy);
      System.out.println("manager " + Manager.madeBy);
    }

    private static void run(Jmx jmx) throws InterruptedException {
      Thread ours = new Thread(null, jmx, "ours", 0, false);
      ours.setContextClassLoader(new URLClassLoader(new URL[0], null));
      ours.start();
      ours.join();
    }
  }

  private static List<String> program(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Program.class.getName());
    Path folder = Files.createDirectories(Path.of("target", "jmx"));
    File out = folder.resolve("out" + options.length).toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      List<String> lines =
          new String(Files.readAllBytes(out.toPath()), StandardCharsets.UTF_8).lines().toList();
      assertThat(process.exitValue()).as("%s", lines).isZero();
      return lines;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anApplicationsOwnServerIsWaitedFor() throws Exception {
    String builder = "-Djavax.management.builder.initial=" + Builder.class.getName();
    assertThat(program(builder))
        .containsSubsequence("done false", "servers 0", "done true", "there true", "builder main");
  }

  @Test
  void anApplicationsOwnLogManagerIsWaitedFor() throws Exception {
    String manager = "-Djava.util.logging.manager=" + Manager.class.getName();
    List<String> lines = program(manager, "-Dany=1");
    assertThat(lines).containsSubsequence("done false", "servers 0", "done true", "there true");
    assertThat(lines).doesNotContain("manager ours");
  }

  @Test
  void withoutThoseTheBeanIsThereAtOnce() throws Exception {
    assertThat(program("-Dany=1", "-Dof=2", "-Dthem=3"))
        .containsSubsequence("done true", "servers 1", "done true", "there true");
  }
}
