package dev.steno.agent.privacy;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Entries with something in each field: {@code content} makes the text of one that is content, from
 * the parts that it is of, with {@code +} between; {@code told} that of one that is none.
 */
final class Whole {
  private static final Instant BEGIN = Instant.parse("2026-11-20T21:16:49.382645Z");

  private final UnaryOperator<String> content;
  private final UnaryOperator<String> told;

  Whole(UnaryOperator<String> content, UnaryOperator<String> told) {
    this.content = content;
    this.told = told;
  }

  List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    all.add(interaction(Outcome.ERROR));
    all.add(event(Event.Kind.HUMAN_MESSAGE, Map.of("text", c("input"))));
    all.add(event(Event.Kind.AGENT_MESSAGE, Map.of("text", c("output"))));
    all.add(event(Event.Kind.FEEDBACK, Map.of("sentiment", "good", "comment", c("input"))));
    all.add(event(Event.Kind.BUTTON, Map.of("label", c("input"), "value", c("input"))));
    all.add(event(Event.Kind.IDENTIFY, Map.of("traits", Map.of("note", t("trait")))));
    all.add(event(Event.Kind.ALIAS, Map.of("previous_id", t("previous"))));
    all.add(event(Event.Kind.SESSION_START, Map.of("attributes", Map.of("a", t("attribute")))));
    all.add(event(Event.Kind.EVENT, Map.of("properties", Map.of("p", List.of(t("property"))))));
    all.add(
        event(
            Event.Kind.ACTION,
            Map.of(
                "response",
                Map.of("r", c("output+results")),
                "error",
                c("input+output+system+arguments+results"),
                "tools",
                List.of(t("tool")))));
    all.add(attachment());
    return all;
  }

  private String c(String parts) {
    return content.apply(parts);
  }

  private String t(String what) {
    return told.apply(what);
  }

  private Event event(Event.Kind kind, Map<String, @Nullable Object> fields) {
    return new Event(
        "0199-event", kind, t("conversation"), null, BEGIN, origin(), t("name"), fields, null);
  }

  private Event attachment() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("mime_type", "text/plain");
    fields.put("size", 12);
    fields.put("sha256", c("attachments"));
    byte[] bytes = c("attachments").getBytes(StandardCharsets.UTF_8);
    return new Event(
        "0199-file",
        Event.Kind.ATTACHMENT,
        t("conversation"),
        null,
        BEGIN,
        origin(),
        c("attachments"),
        fields,
        bytes);
  }

  private Origin origin() {
    return new Origin(
        t("user"),
        t("device"),
        t("session"),
        c("input+output"),
        t("environment"),
        new Client(t("ip"), t("agent"), "mobile", "en", t("source"), "/" + t("path")),
        null,
        null,
        null,
        Map.of("tenant", t("tenant")));
  }

  private Failure failure() {
    return new Failure("invalid_request", c("input+output+system+arguments+results"), 400);
  }

  Interaction interaction(Outcome outcome) {
    return new Interaction(
        "0199-interaction",
        t("conversation"),
        "api",
        true,
        t("assistant"),
        BEGIN,
        1_000_000,
        null,
        outcome,
        outcome == Outcome.ERROR ? failure() : null,
        c("input"),
        c("output"),
        new Usage(80L, 25L, 40L, null, 5L),
        new Cost(new BigDecimal("0.0012"), "table"),
        List.of(
            model(),
            other(
                "execute_tool",
                new Detail.Tool(
                    "search",
                    "mcp",
                    t("call"),
                    Map.of("q", List.of(c("arguments"))),
                    Map.of("found", c("results")),
                    "measured")),
            other(
                "retrieval",
                new Detail.Retrieval(
                    c("input+arguments"),
                    List.of(new Detail.Document(t("document"), 0.5, c("results"))))),
            other(
                "invoke_agent",
                new Detail.Agent("helper", c("input"), c("output"), Map.of("step", t("step")))),
            other("guardrail", new Detail.Guardrail("pii", Map.of("quote", c("results"))))),
        Map.of("flow", t("flow")),
        origin());
  }

  private Call model() {
    return call("chat", "gpt-4o", request(), null);
  }

  private Map<String, @Nullable Object> request() {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    request.put("temperature", 0.2);
    request.put("user", t("request-user"));
    request.put("metadata", Map.of("ticket", t("metadata")));
    request.put("stop", List.of(c("input+output+system")));
    return request;
  }

  private Call other(String operation, Detail detail) {
    return call(operation, null, Map.of(), detail);
  }

  private Call call(
      String operation,
      @Nullable String model,
      Map<String, @Nullable Object> request,
      @Nullable Detail detail) {
    boolean isModel = detail == null;
    return new Call(
        "0199-call-" + operation,
        null,
        operation,
        isModel ? "openai" : null,
        model,
        model,
        "chatcmpl-1",
        true,
        BEGIN,
        1_000_000,
        null,
        null,
        1,
        400,
        "api.openai.com",
        443,
        "req-1",
        request,
        isModel ? List.of(Part.text(c("system"))) : List.of(),
        isModel ? input() : List.of(),
        isModel ? output() : List.of(),
        isModel
            ? List.of(
                Map.of(
                    "type",
                    "function",
                    "name",
                    "search",
                    "description",
                    c("tools"),
                    "parameters",
                    Map.of("properties", Map.of("password", Map.of("description", c("tools"))))))
            : List.of(),
        List.of("stop"),
        new Usage(80L, 25L, 40L, null, 5L),
        null,
        isModel ? Map.of("revised_prompt", c("input+output"), "count", 1L) : Map.of(),
        detail,
        Outcome.ERROR,
        failure(),
        false,
        List.of("openai-java"));
  }

  private List<Message> input() {
    return List.of(
        message("system", Part.text(c("system"))),
        message("developer", Part.text(c("system"))),
        message(
            "user",
            Part.text(c("input")),
            part("uri", "modality", "image", "uri", c("attachments")),
            part("blob", "modality", "document", "size", 7L, "filename", c("attachments")),
            part(
                "document",
                "title",
                c("input+results+attachments"),
                "content",
                c("input+results+attachments"))),
        message("assistant", Part.toolCall(t("id"), "search", Map.of("q", c("arguments")))),
        message("tool", Part.toolCallResponse(t("id"), Map.of("found", c("results")))),
        message("assistant", Part.text(c("output"))));
  }

  private List<Message> output() {
    return List.of(
        message(
            "assistant",
            Part.reasoning(c("output")),
            Part.of("refusal", "content", c("output")),
            Part.text(c("output")),
            Part.toolCall(t("id"), "search", Map.of("q", c("arguments"))),
            part(
                "server_tool_call",
                "name",
                "web",
                "server_tool_call",
                Map.of("q", c("arguments+results"))),
            part(
                "server_tool_call_response",
                "server_tool_call_response",
                Map.of("r", c("results"))),
            part(
                "something_new",
                "what",
                c("input+output+system+tools+arguments+results+attachments"))));
  }

  private static Part part(String type, Object... fields) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put((String) fields[i], fields[i + 1]);
    }
    return new Part(type, map);
  }

  private Message message(String role, Part... parts) {
    return new Message(role, List.of(parts), t("participant"), null);
  }
}
