package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Writes the {@link HookList} when the jar is put together; no part of the running agent. */
public final class HookListWriter {
  private HookListWriter() {}

  /** {@code args[0]} is the folder under which the list is written. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]).resolve(HookList.RESOURCE);
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    List<String> lines = new ArrayList<>();
    for (Instrumentation instrumentation : ServiceLoader.load(Instrumentation.class)) {
      for (Hook hook : instrumentation.hooks()) {
        String parameters = String.join(",", hook.parameters());
        lines.add(
            hook.type()
                + " "
                + hook.method()
                + " ("
                + parameters
                + ") "
                + hook.interceptor()
                + (hook.replaces() ? HookList.REPLACING : "")
                + (hook.inSubtypes() ? HookList.IN_SUBTYPES : "")
                + (hook.late() ? HookList.LATER : "")
                + (hook.release() == null ? "" : HookList.RELEASE + hook.release())
                + (hook.feature() == null ? "" : HookList.NEEDED + hook.feature()));
      }
    }
    if (lines.isEmpty()) {
      throw new IllegalStateException("no instrumentation is on the class path");
    }
    lines.sort(null);
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }
}
