package dev.steno.smoke.agentic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Interactions as lines of text: what was done, by whom, and inside of what. */
final class Recorded {
  private final JsonNode interaction;

  private Recorded(JsonNode interaction) {
    this.interaction = interaction;
  }

  /** The only one with that text in what was said by the user. */
  static Recorded of(List<JsonNode> interactions, String text) {
    List<JsonNode> found =
        interactions.stream().filter(each -> each.path("input").asText().contains(text)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " interactions of " + text + ": " + found);
    }
    return new Recorded(found.get(0));
  }

  JsonNode json() {
    return interaction;
  }

  /** Its agent, and below it what was called, in the order of time or, where asked, of names. */
  String tree(boolean byName) {
    StringBuilder tree = new StringBuilder(interaction.path("agent_name").asText());
    if (!interaction.path("outcome").asText().equals("ok")) {
      tree.append(" failed");
    }
    add(tree.append('\n'), null, "  ", byName);
    return tree.toString();
  }

  private void add(StringBuilder tree, String parent, String indent, boolean byName) {
    List<JsonNode> inside = new ArrayList<>();
    for (JsonNode call : interaction.path("calls")) {
      if (parent == null
          ? !call.has("parent_id")
          : call.path("parent_id").asText().equals(parent)) {
        inside.add(call);
      }
    }
    if (byName) {
      inside.sort(Comparator.comparing(Recorded::line));
    }
    for (JsonNode call : inside) {
      tree.append(indent).append(line(call)).append('\n');
      add(tree, call.path("id").asText(), indent + "  ", byName);
    }
  }

  /** Agents by their names, everything else by what it is. */
  private static String line(JsonNode call) {
    String operation = call.path("operation").asText();
    String line = operation.equals("invoke_agent") ? call.path("agent_name").asText() : operation;
    line += call.has("tool_name") ? " " + call.path("tool_name").asText() : "";
    return call.path("outcome").asText().equals("ok") ? line : line + " failed";
  }
}
