package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.Entries;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Files that an application gave. */
final class FilesOfTests {
  private FilesOfTests() {}

  static Event of(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Event(
        Entries.id(7),
        Event.Kind.ATTACHMENT,
        "c1",
        null,
        Entries.BEGIN,
        Origin.UNKNOWN,
        name,
        Map.of("mime_type", "application/pdf", "sha256", "ab12"),
        bytes);
  }
}
