package dev.steno.agent.command;

import dev.steno.agent.Exporters;
import dev.steno.agent.Version;
import dev.steno.agent.config.Config;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.health.ThisProcess;
import dev.steno.agent.model.Entry;
import dev.steno.agent.privacy.Rules;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where {@code java -jar steno.jar} enters: chooses the command. */
public final class Commands {
  static final int FINE = 0;
  static final int SOMETHING_IS_WRONG = 1;
  static final int WRONG_USE = 2;

  private static final List<String> USAGE =
      List.of(
          "Steno takes down every conversation that a JVM application has with a language model:",
          "",
          "  java -javaagent:steno.jar -jar app.jar",
          "",
          "Commands, which take settings as -Dsteno.x=y too:",
          "",
          "  java -jar steno.jar doctor [folder]             how recording goes, and what is wrong",
          "  java -jar steno.jar replay <folder|file> -Dsteno.exporters=...  [--keep]",
          "                                                  sends again what waits, was refused,",
          "                                                  or was recorded to a file",
          "",
          "The folder is steno.dir, ~/.steno unless it is set.");

  private Commands() {}

  /** Does what the arguments say, and gives the exit code. */
  public static int run(String[] arguments) {
    return run(List.of(arguments), System.getProperties(), System.getenv(), System.out, System.err);
  }

  static int run(
      List<String> arguments,
      Properties system,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err) {
    if (arguments.isEmpty()) {
      out.println("steno " + Version.get());
      USAGE.forEach(out::println);
      return FINE;
    }
    String command = arguments.get(0);
    Arguments rest = Arguments.read(arguments.subList(1, arguments.size()), system, environment);
    try {
      return switch (command) {
        case "doctor" -> doctor(inFolder(rest, arguments, system, environment), out, err);
        case "replay" -> replay(rest, out, err);
        case "help", "--help", "-h" -> {
          USAGE.forEach(out::println);
          yield FINE;
        }
        case "version", "--version" -> {
          out.println(Version.get());
          yield FINE;
        }
        default -> wrongUse("there is no command '" + command + "': there are doctor, replay", err);
      };
    } catch (InvalidPathException noPath) {
      return wrongUse(noPath.getMessage(), err);
    }
  }

  /** The same, with the folder that is named, if one is, as Steno's. */
  private static Arguments inFolder(
      Arguments given, List<String> arguments, Properties system, Map<String, String> environment) {
    if (given.words().size() != 1) {
      return given;
    }
    List<String> more = new ArrayList<>(arguments.subList(1, arguments.size()));
    more.add("-Dsteno.dir=" + given.words().get(0));
    return Arguments.read(more, system, environment);
  }

  private static int doctor(Arguments given, PrintStream out, PrintStream err) {
    if (given.words().size() > 1 || !given.options().isEmpty()) {
      return wrongUse("doctor takes a folder, and settings as -Dsteno.x=y", err);
    }
    Path dir = Path.of(given.config().delivery().dir());
    if (Files.exists(dir) && !Files.isDirectory(dir)) {
      return wrongUse(dir + " is no folder: name the one that steno.dir is set to", err);
    }
    Machine machine =
        new Machine(
            ThisProcess.hostName(), Commands::startOf, Clock.system(ZoneId.systemDefault()));
    return new Doctor(given.config(), dir, machine, new Paper(out)).run()
        ? FINE
        : SOMETHING_IS_WRONG;
  }

  private static int replay(Arguments given, PrintStream out, PrintStream err) {
    boolean keep = given.options().contains("--keep");
    if (given.words().size() != 1 || given.options().size() > (keep ? 1 : 0)) {
      return wrongUse("replay takes a folder or a file, --keep, and settings as -Dsteno.x=y", err);
    }
    Config config = given.config();
    List<String> named = named(config);
    if (named.isEmpty()) {
      return wrongUse("replay has to know where to: add -Dsteno.exporters=otlp, or another", err);
    }
    for (String name : named) {
      if (!config.exporters().contains(name)) {
        return wrongUse("nothing is sent, since " + whyOff(name, config), err);
      }
    }
    Paper paper = new Paper(out);
    config.problems().forEach(problem -> paper.wrong("", problem, null));
    Path path = Path.of(given.words().get(0));
    if (!Files.exists(path)) {
      return wrongUse("there is no " + path, err);
    }
    Log log = new Log(err, config.debug());
    Exporters exporters = new Exporters(config, err, new Health(), log);
    Rules rules = new Rules(config.privacy(), config.exporters(), config.delivery().dir(), log);
    Replay replay =
        new Replay(
            config,
            name -> {
              UnaryOperator<Entry> own = rules.of(name);
              return new Sending(
                  name,
                  exporters.open(name),
                  entry -> own.apply(rules.forAll(entry)),
                  time -> Thread.sleep(time.toMillis()));
            },
            keep,
            paper);
    try {
      return replay.run(path) ? FINE : SOMETHING_IS_WRONG;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return SOMETHING_IS_WRONG;
    }
  }

  /** The exporters that somebody asked for; the agent records to a file where there is none. */
  private static List<String> named(Config config) {
    String option = "steno.exporters=";
    return config.set().stream()
        .filter(set -> set.startsWith(option))
        .flatMap(set -> Stream.of(set.substring(option.length()).split(",", -1)))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static String whyOff(String exporter, Config config) {
    return config.problems().stream()
        .filter(problem -> problem.contains(exporter))
        .findFirst()
        .orElse("there is no exporter " + exporter);
  }

  private static @Nullable Instant startOf(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().startInstant().orElse(Instant.EPOCH))
        .orElse(null);
  }

  static int wrongUse(@Nullable String why, PrintStream err) {
    err.println("steno: " + why + ". See java -jar steno.jar");
    return WRONG_USE;
  }
}
