package dev.steno.agent.assemble;

import dev.steno.agent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a provider writes what was said, in its requests and its answers. */
enum Provider {
  OPENAI("/v1/chat/completions"),
  RESPONSES("/v1/responses"),
  ANTHROPIC("/v1/messages"),
  GEMINI("/v1beta/models/gemini-2.5-flash:generateContent"),
  OLLAMA("/api/chat");

  final String path;

  Provider(String path) {
    this.path = path;
  }

  /**
   * What was said by one.
   *
   * @param role system, user, assistant or tool
   * @param text the words, or the result of a tool
   * @param tool the name of the tool that is asked for, or that answers; else null
   * @param id the id of that request
   */
  record Said(String role, String text, String tool, String id) {
    static Said of(String role, String text) {
      return new Said(role, text, null, null);
    }
  }

  String request(List<Said> said, String user) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("model", "m");
    String list = this == RESPONSES ? "input" : this == GEMINI ? "contents" : "messages";
    List<Object> messages = new ArrayList<>();
    for (Said one : said) {
      if (one.role.equals("system") && this == ANTHROPIC) {
        tree.put("system", one.text);
      } else if (one.role.equals("system") && this == GEMINI) {
        tree.put("systemInstruction", Map.of("parts", List.of(Map.of("text", one.text))));
      } else {
        messages.add(message(one));
      }
    }
    tree.put(list, messages);
    if (user != null) {
      tree.put(this == ANTHROPIC ? "metadata" : "user", asUser(user));
    }
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }

  private Object asUser(String user) {
    return this == ANTHROPIC ? Map.of("user_id", user) : user;
  }

  String answer(Said said, int number) {
    Object message = message(said);
    boolean tool = said.tool != null;
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (this) {
      case OPENAI ->
          tree.put(
              "choices",
              List.of(Map.of("message", message, "finish_reason", tool ? "tool_calls" : "stop")));
      case RESPONSES -> {
        tree.put("id", "resp_" + number);
        tree.put("status", "completed");
        tree.put("output", List.of(message));
      }
      case ANTHROPIC -> {
        tree.putAll(asMap(message));
        tree.put("stop_reason", tool ? "tool_use" : "end_turn");
      }
      case GEMINI ->
          tree.put("candidates", List.of(Map.of("content", message, "finishReason", "STOP")));
      case OLLAMA -> {
        tree.put("message", message);
        tree.put("done", true);
        tree.put("done_reason", "stop");
      }
    }
    return new String(Json.bytes(tree), StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object tree) {
    return (Map<String, Object>) tree;
  }

  private Object message(Said said) {
    boolean asks = said.role.equals("assistant") && said.tool != null;
    boolean result = said.role.equals("tool");
    Map<String, Object> arguments = Map.of("query", "all");
    return switch (this) {
      case OPENAI ->
          asks
              ? Map.of(
                  "role", "assistant", "tool_calls", List.of(function(said, "{\"query\":\"all\"}")))
              : result
                  ? Map.of("role", "tool", "tool_call_id", said.id, "content", said.text)
                  : Map.of("role", said.role, "content", said.text);
      case RESPONSES ->
          asks
              ? Map.of(
                  "type",
                  "function_call",
                  "call_id",
                  said.id,
                  "name",
                  said.tool,
                  "arguments",
                  "{\"query\":\"all\"}")
              : result
                  ? Map.of("type", "function_call_output", "call_id", said.id, "output", said.text)
                  : Map.of(
                      "type",
                      "message",
                      "role",
                      said.role,
                      "content",
                      List.of(
                          Map.of(
                              "type",
                              said.role.equals("assistant") ? "output_text" : "input_text",
                              "text",
                              said.text)));
      case ANTHROPIC ->
          Map.of(
              "role",
              result ? "user" : said.role,
              "content",
              List.of(
                  asks
                      ? Map.of(
                          "type", "tool_use", "id", said.id, "name", said.tool, "input", arguments)
                      : result
                          ? Map.of(
                              "type", "tool_result", "tool_use_id", said.id, "content", said.text)
                          : Map.of("type", "text", "text", said.text)));
      case GEMINI ->
          Map.of(
              "role",
              said.role.equals("assistant") ? "model" : "user",
              "parts",
              List.of(
                  asks
                      ? Map.of("functionCall", Map.of("name", said.tool, "args", arguments))
                      : result
                          ? Map.of(
                              "functionResponse",
                              Map.of("name", said.tool, "response", Map.of("r", said.text)))
                          : Map.of("text", said.text)));
      case OLLAMA ->
          asks
              ? Map.of(
                  "role",
                  "assistant",
                  "content",
                  "",
                  "tool_calls",
                  List.of(Map.of("function", Map.of("name", said.tool, "arguments", arguments))))
              : result
                  ? Map.of("role", "tool", "tool_name", said.tool, "content", said.text)
                  : Map.of("role", said.role, "content", said.text);
    };
  }

  private static Map<String, Object> function(Said said, String arguments) {
    return Map.of(
        "id",
        said.id,
        "type",
        "function",
        "function",
        Map.of("name", said.tool, "arguments", arguments));
  }
}
