package dev.steno.smoke.langchain4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A version of LangChain4j, with the shapes that it has. */
enum Version {
  V1_0_0("1.0.0"),
  V1_10_0("1.10.0", with("FluxShapes")),
  V1_17_2("1.17.2", with("EmbeddingListenerShapes")),
  V1_18_1("1.18.1", with("EmbeddingListenerShapes", "McpShapes")),
  V1_19_0("1.19.0", with("EmbeddingListenerShapes"));

  private static final List<String> EACH =
      List.of("TurnShapes", "ReturnShapes", "StreamShapes", "ListenerShapes", "ParallelShapes");

  private final String number;
  private final List<String> newer;

  Version(String number, String... newer) {
    this.number = number;
    this.newer = List.of(newer);
  }

  /** The oldest, the newest, and of one what only it has; all of them with {@code -Pnightly}. */
  static List<Version> tested() {
    return Boolean.getBoolean("nightly") ? List.of(values()) : List.of(V1_0_0, V1_18_1, V1_19_0);
  }

  /** These, and what all versions have that are not the oldest. */
  private static String[] with(String... more) {
    return Stream.concat(
            Stream.of("CancelShapes", "ToolShapes", "ServiceListenerShapes", "GuardrailShapes"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /** The classes of its shapes. */
  String shapes() {
    String program = Turns.class.getPackageName();
    boolean onlyWithMcp = this == V1_18_1 && !Boolean.getBoolean("nightly");
    return Stream.concat(
            EACH.stream().filter(name -> !onlyWithMcp).map(name -> program + "." + name),
            newer.stream()
                .filter(name -> !onlyWithMcp || name.equals("McpShapes"))
                .map(name -> program + ".newer." + name))
        .reduce((one, other) -> one + "," + other)
        .orElseThrow();
  }

  /** Its class path. */
  List<Path> jars() {
    Path folder = Path.of("libraries", "target", "langchain4j-" + number);
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return number;
  }
}
