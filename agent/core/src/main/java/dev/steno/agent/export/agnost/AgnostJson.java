package dev.steno.agent.export.agnost;

import dev.steno.agent.export.TurnFacts;
import dev.steno.agent.export.Uuids;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bodies of requests to Agnost AI: a turn, then what was done in it. */
final class AgnostJson {
  private final String agentName;

  /** {@code agentName} for turns of which the assistant is not known. */
  AgnostJson(String agentName) {
    this.agentName = agentName.isEmpty() ? "default" : agentName;
  }

  /** A session, which is a conversation there. */
  Map<String, @Nullable Object> session(String session, Entry first, Map<String, String> traits) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("session_id", session);
    body.put("client_config", "steno");
    body.put("connection_type", "sdk");
    body.put("ip", "");
    Map<String, String> user = new LinkedHashMap<>(traits);
    String userId = first.origin().userId();
    user.put("user_id", userId == null ? "" : userId);
    body.put("user_data", user);
    body.put("timestamp", first.startedAt().toEpochMilli());
    Map<String, String> metadata = Metadata.session(session, first);
    if (!metadata.isEmpty()) {
      body.put("metadata", metadata);
    }
    return body;
  }

  /** The events of an entry in their order; none for what has no place there. */
  List<Map<String, @Nullable Object>> events(Entry entry) {
    if (entry instanceof Event event) {
      Map<String, @Nullable Object> body = event.conversationId() == null ? null : event(event);
      return body == null ? List.of() : List.of(body);
    }
    return turn((Interaction) entry);
  }

  private List<Map<String, @Nullable Object>> turn(Interaction turn) {
    List<Map<String, @Nullable Object>> events = new ArrayList<>();
    String agent = turn.agentName() == null ? agentName : turn.agentName();
    Map<String, @Nullable Object> body = begin(turn.id(), turn, "", agent);
    body.put("latency", TimeUnit.NANOSECONDS.toMillis(turn.latencyNanos()));
    body.put("success", turn.outcome() == Outcome.OK);
    body.put("args", json("input", turn.input()));
    Failure failure = turn.failure();
    body.put("result", json("output", failure == null ? turn.output() : TurnFacts.words(failure)));
    body.put("timestamp", turn.startedAt().toEpochMilli());
    body.put("metadata", Metadata.turn(turn));
    events.add(body);

    Map<String, String> eventOf = new HashMap<>();
    for (Call call : turn.calls()) {
      boolean shown = call.detail() instanceof Detail.Tool || call.detail() instanceof Detail.Agent;
      String around = call.parentId() == null ? null : eventOf.get(call.parentId());
      String parent = around == null ? Uuids.of(turn.id()) : around;
      eventOf.put(call.id(), shown ? Uuids.of(call.id()) : parent);
      if (shown) {
        events.add(step(turn, call, parent));
      }
    }
    return events;
  }

  private static Map<String, @Nullable Object> step(Interaction turn, Call call, String parent) {
    boolean isTool = call.detail() instanceof Detail.Tool;
    String name = isTool ? "tool" : "agent";
    String args = "{}";
    String result = "";
    Map<String, String> metadata = new LinkedHashMap<>();
    if (call.detail() instanceof Detail.Tool tool) {
      name = tool.name() == null ? name : tool.name();
      args = tool.arguments() == null ? args : TurnFacts.text(tool.arguments());
      result = tool.result() == null ? result : TurnFacts.text(tool.result());
      metadata.put("latency_source", tool.latencySource());
      Metadata.put(metadata, "tool_call_id", tool.callId());
      Metadata.put(metadata, "tool_type", tool.type());
    } else if (call.detail() instanceof Detail.Agent agent) {
      name = agent.name() == null ? name : agent.name();
      args = json("input", agent.input());
      result = json("output", agent.output());
      agent.properties().forEach((key, value) -> Metadata.put(metadata, key, value));
    }
    Failure failure = call.failure();
    if (failure != null) {
      String words = TurnFacts.words(failure);
      result = isTool ? words : json("output", words);
    }
    Metadata.put(metadata, "outcome", call.outcome().json());
    Map<String, @Nullable Object> body = begin(call.id(), turn, isTool ? "tool" : "", name);
    body.put("parent_id", parent);
    body.put("latency", TimeUnit.NANOSECONDS.toMillis(call.latencyNanos()));
    body.put("success", call.outcome() == Outcome.OK);
    body.put("args", args);
    body.put("result", result);
    body.put("timestamp", call.startedAt().toEpochMilli());
    body.put("metadata", metadata);
    return body;
  }

  /** What was said outside of a turn, and what the assistant did; null for all else. */
  private @Nullable Map<String, @Nullable Object> event(Event event) {
    boolean isAction = event.kind() == Event.Kind.ACTION;
    boolean isHuman = event.kind() == Event.Kind.HUMAN_MESSAGE;
    if (!isAction && !isHuman && event.kind() != Event.Kind.AGENT_MESSAGE) {
      return null;
    }
    Map<String, @Nullable Object> fields = event.fields();
    Object text = fields.get("text");
    String words = text == null ? "" : TurnFacts.text(text);
    String args = json("input", isHuman ? words : "");
    String result = json("output", isHuman ? "" : words);
    Object error = fields.get("error");
    String name = agentName;
    if (isAction) {
      Object tools = fields.get("tools");
      Object response = error == null ? fields.get("response") : error;
      name = event.name() == null ? "action" : event.name();
      args = tools == null ? "{}" : TurnFacts.text(tools);
      result = response == null ? "" : TurnFacts.text(response);
    }
    Map<String, @Nullable Object> body = begin(event.id(), event, isAction ? "tool" : "", name);
    if (isAction && event.interactionId() != null) {
      body.put("parent_id", Uuids.of(event.interactionId()));
    }
    body.put("latency", fields.get("duration_ms") instanceof Number ms ? ms.longValue() : 0);
    body.put("success", error == null);
    body.put("args", args);
    body.put("result", result);
    body.put("timestamp", event.startedAt().toEpochMilli());
    body.put("metadata", Metadata.event(event));
    return body;
  }

  private static Map<String, @Nullable Object> begin(
      String id, Entry entry, String type, String name) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("event_id", Uuids.of(id));
    String conversation = entry.conversationId();
    body.put("session_id", Uuids.of(conversation == null ? id : conversation));
    body.put("primitive_type", type);
    body.put("primitive_name", name);
    return body;
  }

  private static String json(String name, @Nullable String text) {
    return TurnFacts.text(Map.of(name, text == null ? "" : text));
  }
}
