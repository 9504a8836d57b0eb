package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That each reason that the code counts is explained. */
class ReasonsTest {
  /** What is given to a method that counts, up to the end of the statement. */
  private static final Pattern COUNTING =
      Pattern.compile("\\b(?:dropped|drop|dead|settle|givenUp|skip|Drop)\\(([^;{}]*)[;{]");

  private static final Pattern NAME = Pattern.compile("\"([a-z]+(?:_[a-z]+)*)\"");
  private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z][A-Z_]{2,})\\b");
  private static final Pattern DEFINED =
      Pattern.compile("static final String ([A-Z_]+) =\\s*\"([a-z]+_[a-z_]+)\"");
  private static final Pattern REASON =
      Pattern.compile("(?:[^a-z.]reason =|whyDropped[^}]*?return) \"([a-z]+(?:_[a-z]+)*)\"");

  private static Set<String> counted() throws IOException {
    Map<String, String> constants = new HashMap<>();
    Set<String> counted = new TreeSet<>();
    for (String source : sources()) {
      Matcher defined = DEFINED.matcher(source);
      while (defined.find()) {
        constants.put(defined.group(1), defined.group(2));
      }
    }
    for (String source : sources()) {
      Matcher counting = COUNTING.matcher(source);
      while (counting.find()) {
        names(NAME, counting.group(1)).forEach(counted::add);
        for (String constant : names(CONSTANT, counting.group(1))) {
          if (constants.containsKey(constant)) {
            counted.add(constants.get(constant));
          }
        }
      }
      if (source.contains("package dev.steno.agent;") || source.contains("agent.privacy;")) {
        counted.addAll(names(REASON, source));
      }
    }
    return counted;
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String tree : List.of("src/main/java", "../../instrumentations")) {
      try (Stream<Path> files = Files.walk(Path.of(tree))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          sources.add(Files.readString(file));
        }
      }
    }
    return sources;
  }

  @Test
  void eachThatIsCountedIsExplained() throws IOException {
    assertThat(counted())
        .contains(
            "spool_full",
            "spool_corrupt",
            "outbox_full",
            "open_calls_full",
            "capture_failed",
            "excluded",
            "not_a_model_call",
            "unfinished",
            "reader_failed",
            "backlog_full",
            "export_failed",
            "refused",
            "shutdown");
    assertThat(Reasons.all().keySet()).containsAll(counted());
  }

  @Test
  void counterNamesAreTakenApart() {
    assertThat(Reasons.of("backlog_full.agnost")).isEqualTo("backlog_full");
    assertThat(Reasons.exporterOf("backlog_full.agnost")).isEqualTo("agnost");
    assertThat(Reasons.of("outbox_full")).isEqualTo("outbox_full");
    assertThat(Reasons.exporterOf("outbox_full")).isEmpty();
  }
}
