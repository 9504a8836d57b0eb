package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said, as the conventions' JSON: the one place through which content goes. */
final class Content {
  private final Conventions conventions;
  private int longest = Integer.MAX_VALUE;

  Content(Conventions conventions) {
    this.conventions = conventions;
  }

  /** From now on, texts that are longer are cut. */
  void cutTo(int mostCharacters) {
    longest = mostCharacters;
  }

  /** Whether texts may be cut. */
  boolean cuts() {
    return longest < Integer.MAX_VALUE;
  }

  /** Of a call to a model. */
  void ofModel(Call call, Facts into) {
    put(into, "gen_ai.system_instructions", orNull(instructions(call.systemInstructions())));
    List<Object> input = new ArrayList<>();
    call.inputMessages().forEach(message -> input.add(tree(message)));
    put(into, "gen_ai.input.messages", orNull(input));
    List<Object> output = new ArrayList<>();
    for (Message message : call.outputMessages()) {
      Map<String, @Nullable Object> tree = tree(message);
      String reason = message.finishReason();
      if (reason == null && call.outcome() != Outcome.OK) {
        reason = "error";
      }
      finish(tree, reason);
      output.add(tree);
    }
    put(into, "gen_ai.output.messages", orNull(output));
    put(into, "gen_ai.tool.definitions", orNull(ToolDefinitions.of(call.toolDefinitions())));
  }

  /** Of what is no call to a model. */
  void of(Detail detail, Facts into) {
    if (detail instanceof Detail.Tool tool) {
      put(into, "gen_ai.tool.call.arguments", tool.arguments());
      put(into, "gen_ai.tool.call.result", tool.result());
    } else if (detail instanceof Detail.Retrieval retrieval) {
      put(into, "gen_ai.retrieval.query.text", retrieval.query());
      put(into, "gen_ai.retrieval.documents", documents(retrieval.documents()));
    } else if (detail instanceof Detail.Agent agent) {
      said(agent.input(), agent.output(), "stop", into);
    } else if (detail instanceof Detail.Guardrail guardrail) {
      into.any("steno.guardrail.result", cut(guardrail.result()));
    }
  }

  /** Of an interaction. */
  void of(Interaction interaction, Facts into) {
    String reason = interaction.outcome() == Outcome.OK ? "stop" : "error";
    said(interaction.input(), interaction.output(), reason, into);
  }

  /** A text of an event of the application. */
  void ofEvent(String name, @Nullable Object value, Facts into) {
    into.any(name, cut(value));
  }

  private void said(@Nullable String input, @Nullable String output, String reason, Facts into) {
    if (input != null) {
      put(into, "gen_ai.input.messages", List.of(tree(text("user", input))));
    }
    if (output != null) {
      Map<String, @Nullable Object> tree = tree(text("assistant", output));
      finish(tree, reason);
      put(into, "gen_ai.output.messages", List.of(tree));
    }
  }

  /** Version 1.41 requires it, where it need not be known. */
  private void finish(Map<String, @Nullable Object> tree, @Nullable String reason) {
    if (reason != null) {
      tree.put("finish_reason", reason);
    } else if (conventions == Conventions.V1_41) {
      tree.put("finish_reason", "unknown");
    }
  }

  private static Message text(String role, String text) {
    return new Message(role, List.of(Part.text(text)), null, null);
  }

  private List<Object> instructions(List<Part> parts) {
    List<Object> trees = new ArrayList<>();
    for (Part part : parts) {
      if (conventions == Conventions.V1_41 || part.textOrNull() != null) {
        trees.add(tree(part));
      }
    }
    return trees;
  }

  private static Map<String, @Nullable Object> tree(Message message) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("role", message.role());
    List<Object> parts = new ArrayList<>();
    message.parts().forEach(part -> parts.add(tree(part)));
    tree.put("parts", parts);
    if (message.name() != null) {
      tree.put("name", message.name());
    }
    return tree;
  }

  /** A part that lacks what its type requires is of a type of our own: the bytes are not kept. */
  private static Map<String, @Nullable Object> tree(Part part) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    boolean whole =
        switch (part.type()) {
          case "text", "reasoning" -> part.fields().get("content") instanceof String;
          case "tool_call" -> part.fields().get("name") instanceof String;
          case "tool_call_response" -> part.fields().containsKey("response");
          case "uri" -> part.fields().get("uri") instanceof String && hasModality(part);
          case "file" -> part.fields().get("file_id") instanceof String && hasModality(part);
          case "blob" -> false;
          case "server_tool_call" -> part.fields().get("server_tool_call") instanceof Map;
          case "server_tool_call_response" ->
              part.fields().get("server_tool_call_response") instanceof Map;
          default -> true;
        };
    tree.put("type", whole ? part.type() : part.type() + "_digest");
    part.fields().forEach(tree::putIfAbsent);
    return tree;
  }

  private static boolean hasModality(Part part) {
    return part.fields().get("modality") instanceof String;
  }

  private static @Nullable Object documents(@Nullable List<Detail.Document> documents) {
    if (documents == null) {
      return null;
    }
    List<Object> trees = new ArrayList<>();
    for (Detail.Document document : documents) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      put(tree, "id", document.id());
      put(tree, "score", document.score());
      put(tree, "content", document.content());
      trees.add(tree);
    }
    return trees;
  }

  private static void put(Map<String, @Nullable Object> tree, String name, @Nullable Object value) {
    if (value != null) {
      tree.put(name, value);
    }
  }

  private static @Nullable Object orNull(List<Object> list) {
    return list.isEmpty() ? null : list;
  }

  private void put(Facts into, String name, @Nullable Object content) {
    if (content instanceof String text && name.endsWith(".text")) {
      into.put(name, cutText(text));
    } else {
      into.tree(name, cut(content));
    }
  }

  private @Nullable Object cut(@Nullable Object tree) {
    if (!cuts()) {
      return tree;
    }
    if (tree instanceof String text) {
      return cutText(text);
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> cut = new ArrayList<>(list.size());
      list.forEach(element -> cut.add(cut(element)));
      return cut;
    }
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> cut = new LinkedHashMap<>();
      map.forEach((name, value) -> cut.put(String.valueOf(name), cut(value)));
      return cut;
    }
    return tree;
  }

  private String cutText(String text) {
    if (text.length() <= longest) {
      return text;
    }
    boolean isInPair = Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, isInPair ? longest - 1 : longest);
  }
}
