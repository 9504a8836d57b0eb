package dev.steno.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Prints the newest recording in a form for people. */
public final class ShowRecording {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private ShowRecording() {}

  /** Looks where Steno records if nothing else is said. */
  public static void main(String[] args) throws IOException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Path folder = Path.of(System.getProperty("user.home"), ".steno", "interactions");
    Optional<Path> newest = newest(folder);
    if (newest.isEmpty()) {
      out.println("Nothing was recorded in " + folder + ".");
      System.exit(1);
    }
    out.println();
    out.println("The conversation as Steno recorded it:");
    for (String line : Files.readAllLines(newest.get())) {
      print(JSON.readTree(line), out);
    }
    out.println();
    out.println("It is in " + newest.get());
  }

  private static Optional<Path> newest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
    }
  }

  private static void print(JsonNode interaction, PrintStream out) {
    out.println();
    out.println(time(interaction) + "  " + interaction.path("input").asText());
    out.println("       -> " + said(interaction));
    out.println("          " + facts(interaction));
  }

  private static String time(JsonNode interaction) {
    return TIME.format(Instant.parse(interaction.path("started_at").asText()));
  }

  private static String said(JsonNode interaction) {
    if (interaction.hasNonNull("output")) {
      return interaction.path("output").asText();
    }
    for (JsonNode part : interaction.findPath("output_messages").findPath("parts")) {
      if (part.path("type").asText().equals("tool_call")) {
        return "asks for " + part.path("name").asText() + " " + part.path("arguments");
      }
    }
    return interaction.path("outcome").asText();
  }

  private static String facts(JsonNode interaction) {
    List<String> facts = new ArrayList<>();
    JsonNode calls = interaction.path("calls");
    facts.add(calls.path(0).path("request_model").asText());
    JsonNode usage = interaction.path("usage");
    if (!usage.isMissingNode()) {
      facts.add(
          usage.path("input_tokens").asText("?")
              + " tokens in, "
              + usage.path("output_tokens").asText("?")
              + " out");
    }
    facts.add(millis(interaction.path("latency_ms")));
    if (interaction.has("time_to_first_chunk_ms")) {
      facts.add("first words after " + millis(interaction.path("time_to_first_chunk_ms")));
    }
    facts.add(calls.size() == 1 ? "1 call" : calls.size() + " calls");
    return String.join(", ", facts);
  }

  private static String millis(JsonNode number) {
    return String.format(Locale.ROOT, "%.0f ms", number.asDouble());
  }
}
