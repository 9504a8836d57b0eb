package dev.steno.agent.command;

import dev.steno.agent.Version;
import dev.steno.agent.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in plain words which JVMs ran with the agent in a folder of Steno's, what they recorded,
 * what waits, what was lost, and whether the destinations that are configured take what is sent.
 */
final class Doctor {
  private static final int MOST_IN_FULL = 3;
  private static final int MOST_NAMED = 10;

  private final Config config;
  private final Path dir;
  private final Machine machine;
  private final Paper paper;

  Doctor(Config config, Path dir, Machine machine, Paper paper) {
    this.config = config;
    this.dir = dir.toAbsolutePath().normalize();
    this.machine = machine;
    this.paper = paper;
  }

  /** Whether all is well. */
  boolean run() {
    paper.text("Steno " + Version.get() + ": " + dir);
    List<Jvm> jvms = jvms();
    disk();
    settings();
    destinations(jvms);
    paper.section(
        paper.wrong() == 0
            ? "All is well."
            : Paper.count(paper.wrong(), "line") + " above to look at, marked with !");
    return paper.wrong() == 0;
  }

  private List<Jvm> jvms() {
    List<String> unreadable = new ArrayList<>();
    List<Jvm> jvms;
    try {
      jvms = Jvm.readAll(dir, unreadable);
    } catch (IOException failure) {
      paper.section("JVMs");
      Path status = dir.resolve("status");
      paper.wrong("status", Unreadable.why(status, failure), Unreadable.remedy(failure));
      return List.of();
    }
    if (jvms.isEmpty()) {
      paper.section("No JVM has recorded here");
      nobody(unreadable);
      return jvms;
    }
    paper.section("JVMs that recorded here, the newest first");
    JvmReport report = new JvmReport(machine, paper);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < jvms.size(); i++) {
      Jvm jvm = jvms.get(i);
      String program = jvm.text("program");
      boolean isNew = !programs.contains(program);
      programs.add(program);
      if (jvm.state(machine) == Jvm.State.RUNNING || (isNew && i < MOST_IN_FULL)) {
        report.inFull(jvm);
      } else if (i < MOST_NAMED) {
        report.inShort(jvm);
      }
    }
    if (jvms.size() > MOST_NAMED) {
      paper.line("", "and " + Paper.number(jvms.size() - MOST_NAMED) + " before those");
    }
    notReadable(unreadable);
    return jvms;
  }

  private void notReadable(List<String> unreadable) {
    if (!unreadable.isEmpty()) {
      paper.line("", "not readable: status/" + String.join(", status/", unreadable));
    }
  }

  private void nobody(List<String> unreadable) {
    boolean isThere = Files.exists(dir);
    notReadable(unreadable);
    paper.wrong(
        "status",
        isThere
            ? "there is nothing "
                + (unreadable.isEmpty() ? "in " : "readable in ")
                + dir.resolve("status")
            : dir + " does not exist",
        "start the application with -javaagent:steno.jar before -jar, and let it call a model: a"
            + " JVM is listed here two seconds after its first call, or when it ends");
    paper.line(
        "",
        "If it did that: is the first line on its stderr from steno? Does it run as this user, with"
            + " this steno.dir? Does it use a library that is in the README's table?");
  }

  private void disk() {
    paper.section("On disk");
    new DiskReport(dir, paper).print(config);
  }

  private void settings() {
    paper.section("Settings given to this command");
    paper.line(
        "set",
        config.set().isEmpty() ? "nothing, all as by default" : String.join(", ", config.set()));
    for (String problem : config.problems()) {
      paper.wrong("problem", problem, null);
    }
  }

  private void destinations(List<Jvm> jvms) {
    paper.section("Destinations, asked now");
    new Probes(config, paper).ask();
    for (String used : Probes.REMOTE) {
      boolean isUsed = !jvms.isEmpty() && jvms.get(0).list("exporters").contains(used);
      if (isUsed && !config.exporters().contains(used)) {
        paper.line(
            used,
            "used by "
                + jvms.get(0).text("program")
                + ", and not asked: give its settings to this command, too (-Dsteno.exporters="
                + used
                + " -Dsteno."
                + used
                + "...=...)");
      }
    }
  }
}
