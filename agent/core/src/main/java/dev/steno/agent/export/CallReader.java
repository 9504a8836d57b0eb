package dev.steno.agent.export;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a call of an interaction from JSON. */
final class CallReader {
  private CallReader() {}

  static Call call(Fields fields) throws IOException {
    Fields exact = fields.in(EntryCodec.EXACT);
    Detail detail = detail(fields, exact);
    List<?> nanos = exact.list("nanos");
    Long latency = fields.nanos("latency_ms", nanos, 0);
    Integer attempts = detail == null ? fields.integer("attempts") : exact.integer("attempts");
    return new Call(
        fields.needed("id"),
        fields.text("parent_id"),
        fields.textOr("operation", "chat"),
        fields.text("provider"),
        fields.text("request_model"),
        fields.text("response_model"),
        fields.text("response_id"),
        detail == null ? fields.truth("streaming") : exact.truth("streaming"),
        fields.time("started_at", exact),
        latency == null ? 0 : latency,
        fields.nanos("time_to_first_byte_ms", nanos, 1),
        fields.nanos("time_to_first_chunk_ms", nanos, 2),
        attempts == null ? 1 : attempts,
        fields.integer("http_status"),
        fields.text("server_address"),
        fields.integer("server_port"),
        fields.text("request_id"),
        fields.map("request"),
        parts(fields, "system_instructions"),
        messages(fields, "input_messages"),
        messages(fields, "output_messages"),
        new ArrayList<>(fields.list("tool_definitions")),
        fields.texts("finish_reasons"),
        fields.usage(exact),
        fields.cost(),
        isOfDetail(detail, exact) || !(fields.value("result") instanceof Map)
            ? Map.of()
            : fields.map("result"),
        detail,
        fields.outcome(),
        fields.failure(),
        fields.truth("truncated"),
        fields.texts("instrumentation"));
  }

  /** Whether the result, if there is one, is the tool's or the guardrail's and not the call's. */
  private static boolean isOfDetail(@Nullable Detail detail, Fields exact) {
    boolean mayBe = detail instanceof Detail.Tool || detail instanceof Detail.Guardrail;
    return mayBe && !exact.contains("both");
  }

  private static @Nullable Object result(Fields fields, Fields exact) {
    if (exact.contains("both")) {
      return exact.value("both");
    }
    return exact.contains("result") ? exact.value("result") : fields.value("result");
  }

  private static @Nullable Detail detail(Fields fields, Fields exact) throws IOException {
    String kind = exact.text("detail");
    if (kind == null) {
      kind = kind(fields);
    }
    Object result = result(fields, exact);
    return switch (kind) {
      case "tool" ->
          new Detail.Tool(
              fields.text("tool_name"),
              fields.text("tool_type"),
              fields.text("tool_call_id"),
              exact.contains("arguments") ? exact.value("arguments") : fields.value("arguments"),
              result,
              fields.textOr("latency_source", "measured"));
      case "retrieval" ->
          new Detail.Retrieval(
              fields.text("query"), fields.has("document_count") ? documents(fields) : null);
      case "agent" ->
          new Detail.Agent(
              fields.text("agent_name"),
              fields.text("input"),
              fields.text("output"),
              fields.map("properties"));
      case "guardrail" -> new Detail.Guardrail(fields.text("guardrail_name"), result);
      default -> null;
    };
  }

  /** What the operation says of a line that says nothing else. */
  private static String kind(Fields fields) throws IOException {
    boolean asksAModel = fields.contains("streaming") || fields.has(EntryCodec.EXACT);
    return asksAModel
        ? "none"
        : switch (fields.textOr("operation", "")) {
          case "execute_tool" -> "tool";
          case "retrieval" -> "retrieval";
          case "invoke_agent" -> "agent";
          case "guardrail" -> "guardrail";
          default -> "none";
        };
  }

  private static List<Detail.Document> documents(Fields fields) throws IOException {
    List<Detail.Document> documents = new ArrayList<>();
    for (Fields document : fields.all("documents")) {
      documents.add(
          new Detail.Document(
              document.text("id"), document.real("score"), document.text("content")));
    }
    return documents;
  }

  private static List<Message> messages(Fields fields, String name) throws IOException {
    List<Message> messages = new ArrayList<>();
    for (Fields message : fields.all(name)) {
      messages.add(
          new Message(
              message.textOr("role", "user"),
              parts(message, "parts"),
              message.text("name"),
              message.text("finish_reason")));
    }
    return messages;
  }

  private static List<Part> parts(Fields fields, String name) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (Fields part : fields.all(name)) {
      boolean isExact =
          part.value(EntryCodec.EXACT) instanceof Map<?, ?> exactly
              && exactly.get("fields") instanceof Map;
      Fields exact = isExact ? part.in(EntryCodec.EXACT) : new Fields(Map.of(), "");
      Map<String, @Nullable Object> own = new LinkedHashMap<>();
      if (exact.has("fields")) {
        own.putAll(exact.map("fields"));
      } else {
        part.forEach((field, value) -> own.put(field, value));
        own.remove("type");
      }
      Object type = (exact.has("fields") ? exact : part).value("type");
      parts.add(new Part(type instanceof String text ? text : "unknown", own));
    }
    return parts;
  }
}
