package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the first version of Cohere's chat format, and its generate format. */
final class CohereV1Format implements Format {
  private static final int MAX_NAME = 256;

  private final TreeMap<Integer, Pieces> answers = new TreeMap<>();

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    call.systemInstructions.addAll(Parts.of(tree.get("preamble")));
    for (Map<String, @Nullable Object> turn : Tree.maps(tree, "chat_history")) {
      turn(role(Parts.stringOr(turn, "role", "USER")), turn, call);
    }
    turn("user", tree, call);
    Inputs.user(tree.get("prompt"), call);
    CohereFormat.documents(tree, call);
    definitions(tree, call.toolDefinitions);
  }

  private static String role(String told) {
    return told.equals("CHATBOT") ? "assistant" : told.toLowerCase(Locale.ROOT);
  }

  private static void turn(String role, Map<String, @Nullable Object> tree, CallBuilder call) {
    List<Part> parts = new ArrayList<>();
    for (Map<String, @Nullable Object> result : Tree.maps(tree, "tool_results")) {
      Part part = Part.toolCallResponse(null, result.get("outputs"));
      String name = Tree.string(Tree.map(result, "call"), "name");
      if (name != null) {
        part.fields().put("name", name);
      }
      parts.add(part);
    }
    Parts.add(tree.get("message"), parts);
    addToolCalls(tree, parts);
    Turns.add(role, parts, call.input);
  }

  private static void addToolCalls(Map<String, @Nullable Object> tree, List<Part> parts) {
    for (Map<String, @Nullable Object> toolCall : Tree.maps(tree, "tool_calls")) {
      parts.add(
          Parts.toolCall(null, Parts.stringOr(toolCall, "name", ""), toolCall.get("parameters")));
    }
  }

  private static void definitions(Map<String, @Nullable Object> tree, List<Object> definitions) {
    Tools.definitions(tree, definitions);
    for (Map<String, @Nullable Object> connector : Tree.maps(tree, "connectors")) {
      Map<String, @Nullable Object> definition = new LinkedHashMap<>();
      definition.put("type", "connector");
      definition.put("name", Parts.stringOr(connector, "id", ""));
      definitions.add(definition);
    }
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.failure = Failures.of(tree, call.status);
    told(tree, call);
    if (tree.containsKey("text")) {
      call.output.add(message(tree));
    }
    for (Map<String, @Nullable Object> generation : Tree.maps(tree, "generations")) {
      call.output.add(message(generation));
    }
  }

  private static Message message(Map<String, @Nullable Object> tree) {
    List<Part> parts = Parts.of(tree.get("text"));
    int texts = parts.size();
    addToolCalls(tree, parts);
    String told = Tree.string(tree, "finish_reason");
    String reason = told == null ? null : FinishReasons.of(told);
    return new Message(
        "assistant", parts, null, FinishReasons.afterTools(reason, parts.size() > texts));
  }

  private static void told(Map<String, @Nullable Object> tree, CallBuilder call) {
    for (String name : List.of("generation_id", "id", "response_id")) {
      String id = Tree.string(tree, name);
      if (id != null && !id.isEmpty()) {
        call.responseId = Text.cut(id, MAX_NAME);
      }
    }
    CohereFormat.usage(Tree.map(tree, "meta"), call);
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    String type = Tree.string(tree, "event_type");
    boolean ends = Tree.isTrue(tree, "is_finished");
    switch (type != null ? type : name != null ? name : "") {
      case "stream-start" -> told(tree, call);
      case "text-generation" -> text(tree, call);
      case "tool-calls-generation" -> toolCalls(tree, call);
      case "stream-end" -> ends = true;
      // The stream of the generate format names no events.
      case "" -> text(tree, call);
      default -> {}
    }
    if (ends) {
      end(tree, call);
    }
  }

  private @Nullable Pieces answer(Map<String, @Nullable Object> tree, CallBuilder call) {
    int index = Tree.index(tree, "index", 0);
    Pieces known = answers.get(index);
    if (known == null && call.room()) {
      known = new Pieces();
      answers.put(index, known);
    }
    return known;
  }

  private void text(Map<String, @Nullable Object> tree, CallBuilder call) {
    Pieces answer = tree.get("text") instanceof String ? answer(tree, call) : null;
    if (answer != null) {
      answer.add(Part.text(Parts.stringOr(tree, "text", "")), call);
    }
  }

  private void toolCalls(Map<String, @Nullable Object> tree, CallBuilder call) {
    Pieces answer = answer(Map.of(), call);
    if (answer != null) {
      List<Part> parts = new ArrayList<>();
      addToolCalls(tree, parts);
      for (Part part : parts) {
        answer.add(part, call);
      }
    }
  }

  /** The last event, which repeats the whole answer: only what did not come before is taken. */
  private void end(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.terminal = true;
    Map<String, @Nullable Object> response = Tree.map(tree, "response");
    told(response, call);
    if (answers.isEmpty()) {
      text(response, call);
      toolCalls(response, call);
    }
    for (Map<String, @Nullable Object> generation : Tree.maps(response, "generations")) {
      Pieces answer = answer(generation, call);
      if (answer != null) {
        answer.finishReason(Tree.string(generation, "finish_reason"));
      }
    }
    String reason = Tree.string(tree, "finish_reason");
    for (Pieces answer : answers.values()) {
      if (!answer.finished()) {
        answer.finishReason(reason);
      }
    }
  }

  @Override
  public void finish(CallBuilder call) {
    for (Pieces answer : answers.values()) {
      call.output.add(answer.message());
    }
    answers.clear();
  }
}
