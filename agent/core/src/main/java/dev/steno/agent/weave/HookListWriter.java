package dev.steno.agent.weave;

import static java.util.stream.Collectors.joining;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

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
    List<Hook> hooks = new ArrayList<>();
    for (Instrumentation instrumentation : ServiceLoader.load(Instrumentation.class)) {
      hooks.addAll(instrumentation.hooks());
    }
    if (hooks.isEmpty()) {
      throw new IllegalStateException("no instrumentation is on the class path");
    }
    Files.write(file, text(hooks).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** As {@link HookList} reads it. */
  static String text(List<Hook> hooks) {
    Map<String, List<Hook>> byType = new TreeMap<>();
    for (Hook hook : hooks) {
      byType.computeIfAbsent(hook.type(), type -> new ArrayList<>()).add(hook);
    }
    StringBuilder types = new StringBuilder();
    StringBuilder lines = new StringBuilder();
    byType.forEach(
        (type, ofType) -> {
          String ofThis = ofType.stream().map(HookListWriter::line).sorted().collect(joining());
          types.append(type.replace('.', '/')).append(' ').append(ofThis.length());
          types.append(kind(ofType)).append('\n');
          lines.append(ofThis);
        });
    String text = types.length() + "\n" + types + lines;
    if (text.chars().anyMatch(letter -> letter > '~')) {
      throw new IllegalArgumentException("a hook names what is not ASCII");
    }
    return text;
  }

  private static String kind(List<Hook> ofType) {
    if (ofType.stream().anyMatch(Hook::late)) {
      return HookList.LATER;
    }
    return ofType.stream().anyMatch(Hook::inSubtypes) ? HookList.IN_SUBTYPES : " ";
  }

  private static String line(Hook hook) {
    return hook.type()
        + " "
        + hook.method()
        + " ("
        + String.join(",", hook.parameters())
        + ") "
        + hook.interceptor()
        + (hook.replaces() ? HookList.REPLACING : "")
        + (hook.inSubtypes() ? HookList.IN_SUBTYPES : "")
        + (hook.late() ? HookList.LATER : "")
        + (hook.release() == null ? "" : HookList.RELEASE + hook.release())
        + (hook.feature() == null ? "" : HookList.NEEDED + hook.feature())
        + "\n";
  }
}
