package dev.steno.agent.command;

import dev.steno.agent.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JVM that ran with the agent, by what it wrote of itself; anything may be missing in that. */
final class Jvm {
  /** Whether it runs. */
  enum State {
    RUNNING,
    ENDED,
    /** It said nothing at its end. */
    GONE,
    /** It is another machine's, or another container's. */
    ELSEWHERE
  }

  private static final Duration SAME = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 4 << 20;

  private final Map<?, ?> status;

  private Jvm(Map<?, ?> status) {
    this.status = status;
  }

  /** All that wrote into that folder of Steno's, the newest first. */
  static List<Jvm> readAll(Path dir, List<String> unreadable) throws IOException {
    List<Jvm> all = new ArrayList<>();
    Path folder = dir.resolve("status");
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        Jvm read = read(file);
        if (read == null) {
          unreadable.add(String.valueOf(file.getFileName()));
        } else {
          all.add(read);
        }
      }
    }
    all.sort(Comparator.comparing(Jvm::writtenAt).reversed());
    return all;
  }

  private static @Nullable Jvm read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return null;
      }
      Object tree =
          Json.parseContainer(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      return tree instanceof Map<?, ?> map ? new Jvm(map) : null;
    } catch (IOException gone) {
      return null;
    }
  }

  String text(String name) {
    return status.get(name) instanceof String text ? text : "";
  }

  long number(String name) {
    return status.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Counts by name. */
  Map<String, Long> counts(String name) {
    Map<String, Long> counts = new LinkedHashMap<>();
    if (status.get(name) instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (value instanceof Number number) {
              counts.put(String.valueOf(key), number.longValue());
            }
          });
    }
    return counts;
  }

  /** Texts by name. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (status.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }

  List<?> list(String name) {
    return status.get(name) instanceof List<?> list ? list : List.of();
  }

  Instant startedAt() {
    return instant(text("started_at"));
  }

  Instant writtenAt() {
    return instant(text("written_at"));
  }

  static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  State state(Machine machine) {
    if (text("state").equals("ended")) {
      return State.ENDED;
    }
    if (!text("host").equals(machine.host())) {
      return State.ELSEWHERE;
    }
    Instant began = machine.startOf().apply(number("pid"));
    boolean isSame =
        began != null
            && (began.equals(Instant.EPOCH)
                || Duration.between(began, startedAt()).abs().compareTo(SAME) < 0);
    return isSame ? State.RUNNING : State.GONE;
  }
}
