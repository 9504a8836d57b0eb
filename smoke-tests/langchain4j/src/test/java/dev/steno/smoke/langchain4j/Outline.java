package dev.steno.smoke.langchain4j;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of a shape in a few words: all that is the same in every run. */
final class Outline {
  private static final List<String> USAGE =
      List.of(
          "input_tokens",
          "output_tokens",
          "cache_read_input_tokens",
          "cache_write_input_tokens",
          "reasoning_output_tokens");

  private static final int MOST = 100;

  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> conversations = new HashMap<>();

  private Outline() {}

  static String of(List<JsonNode> interactions) {
    Outline outline = new Outline();
    interactions.forEach(outline::interaction);
    return outline.text.toString();
  }

  private void interaction(JsonNode interaction) {
    line(
        0,
        "turn",
        outcome(interaction),
        "of",
        agent(interaction),
        "in",
        conversation(interaction),
        chunk(interaction),
        usage(interaction));
    line(1, "<", interaction.path("input").asText("nothing"));
    line(1, ">", interaction.path("output").asText("nothing"));
    Map<String, Integer> depths = new HashMap<>();
    for (JsonNode call : inOrder(interaction.path("calls"))) {
      String parent = call.path("parent_id").asText();
      int depth = parent.isEmpty() ? 1 : depths.getOrDefault(parent, 98) + 1;
      depths.put(call.path("id").asText(), depth);
      call(depth, call);
    }
  }

  /** Tools that follow each other by their ids: which of two begins first may be chance. */
  private static List<JsonNode> inOrder(JsonNode calls) {
    List<JsonNode> inOrder = new ArrayList<>();
    for (JsonNode call : calls) {
      int at = inOrder.size();
      String id = text(call, "tool_call_id");
      while (!id.isEmpty()
          && at > 0
          && id.compareTo(text(inOrder.get(at - 1), "tool_call_id")) < 0) {
        at--;
      }
      inOrder.add(at, call);
    }
    return inOrder;
  }

  /** One that is made up, by a letter. */
  private String conversation(JsonNode interaction) {
    String id = interaction.path("conversation_id").asText();
    String source = text(interaction, "conversation_source");
    boolean isGiven = !id.matches("[0-9a-f]{8}-[0-9a-f]{4}-[47].*");
    int next = conversations.size();
    String name = isGiven ? id : conversations.computeIfAbsent(id, key -> "" + (char) ('A' + next));
    return name + " (" + source + ")";
  }

  private void call(int depth, JsonNode call) {
    List<String> words = new ArrayList<>();
    words.add(text(call, "operation"));
    words.add(outcome(call));
    switch (text(call, "operation")) {
      case "execute_tool" -> {
        words.add(text(call, "tool_name"));
        words.add(text(call, "tool_type"));
        words.add(text(call, "tool_call_id"));
        words.add(call.path("arguments") + " = " + call.path("result"));
        words.add(text(call, "latency_source"));
      }
      case "retrieval" -> {
        words.add(text(call, "query"));
        words.add("= " + call.path("document_count"));
        call.path("documents").forEach(document -> words.add(document(document)));
      }
      case "invoke_agent" -> {
        words.add(agent(call));
        words.add("< " + text(call, "input"));
        words.add("> " + text(call, "output"));
      }
      case "guardrail" -> {
        words.add(text(call, "guardrail_name"));
        words.add("= " + call.path("result"));
      }
      default -> {
        words.add(text(call, "response_id"));
        call.path("finish_reasons").forEach(reason -> words.add(reason.asText()));
        words.add(call.path("streaming").asBoolean() ? "streamed" : "");
        words.add(chunk(call));
        words.add(usage(call));
        words.add(
            call.path("attempts").asInt() == 1
                ? ""
                : "attempts " + call.path("attempts").asText("none"));
        words.add(call.path("truncated").asBoolean() ? "truncated" : "");
      }
    }
    words.add(via(call));
    line(depth, words.toArray(String[]::new));
  }

  /** The method of the service, which has the simple name of the class that is told too. */
  private static String agent(JsonNode record) {
    String name = text(record, "agent_name");
    JsonNode properties = record.path("properties");
    boolean isOfClass = text(properties, "service").endsWith("$" + name);
    return (isOfClass ? name : properties) + "." + text(properties, "method");
  }

  private static String document(JsonNode document) {
    return text(document, "id")
        + "@"
        + Math.round(100 * document.path("score").asDouble())
        + ":"
        + document.path("content").asText().length();
  }

  private static String via(JsonNode call) {
    StringBuilder via = new StringBuilder("by");
    call.path("instrumentation").forEach(name -> via.append(' ').append(name.asText()));
    return via.toString();
  }

  private static String outcome(JsonNode record) {
    JsonNode error = record.path("error");
    if (error.isMissingNode()) {
      return text(record, "outcome");
    }
    return text(record, "outcome")
        + "("
        + text(error, "type")
        + ": "
        + cut(text(error, "message"))
        + (error.has("status") ? " " + error.path("status") : "")
        + ")";
  }

  private static String cut(String message) {
    return message.length() > MOST ? message.substring(0, MOST) + "…" : message;
  }

  private static String chunk(JsonNode record) {
    return record.has("time_to_first_chunk_ms") ? "chunked" : "";
  }

  private static String usage(JsonNode record) {
    List<String> counts = new ArrayList<>();
    for (String name : USAGE) {
      if (record.path("usage").has(name)) {
        counts.add(record.path("usage").path(name).asText());
      }
    }
    return counts.isEmpty() ? "" : String.join("/", counts);
  }

  private static String text(JsonNode record, String field) {
    return record.path(field).asText();
  }

  private void line(int depth, String... words) {
    text.append("  ".repeat(depth));
    String separator = "";
    for (String word : words) {
      if (!word.isEmpty()) {
        text.append(separator).append(word.replace("\n", "|"));
        separator = " ";
      }
    }
    text.append('\n');
  }
}
