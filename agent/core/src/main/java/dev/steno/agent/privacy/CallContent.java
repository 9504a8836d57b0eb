package dev.steno.agent.privacy;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of calls. */
@SuppressWarnings("ReferenceEquality") // what does not change is the same object
final class CallContent {
  /** Parameters that hold words of a prompt or an answer. */
  private static final Set<String> SAID = Set.of("stop", "stop_sequences", "stopSequences");

  /** Parameters and results that are ids. */
  private static final Set<String> IDS =
      Set.of(
          "user",
          "user_id",
          "safety_identifier",
          "prompt_cache_key",
          "conversation",
          "conversation_id",
          "previous_response_id",
          "session_id",
          "memory_id");

  private final Modes modes;
  private final Kept kept;
  private final MessageContent messages;

  CallContent(Modes modes, Kept kept) {
    this.modes = modes;
    this.kept = kept;
    this.messages = new MessageContent(modes, kept);
  }

  Call of(Call call) {
    Map<String, @Nullable Object> request = facts(call.request());
    List<Part> system = messages.system(call.systemInstructions());
    List<Message> input = messages.input(call.inputMessages());
    List<Message> output = messages.output(call.outputMessages());
    List<Object> tools = Kept.each(call.toolDefinitions(), this::tool);
    Map<String, @Nullable Object> result = facts(call.result());
    Detail detail = call.detail() == null ? null : detail(call.detail());
    Failure failure = failure(call.failure());
    boolean isSame =
        request == call.request()
            && system == call.systemInstructions()
            && input == call.inputMessages()
            && output == call.outputMessages()
            && tools == call.toolDefinitions()
            && result == call.result()
            && detail == call.detail()
            && failure == call.failure();
    return isSame
        ? call
        : new Call(
            call.id(),
            call.parentId(),
            call.operation(),
            call.provider(),
            call.requestModel(),
            call.responseModel(),
            call.responseId(),
            call.streaming(),
            call.startedAt(),
            call.latencyNanos(),
            call.timeToFirstByteNanos(),
            call.timeToFirstChunkNanos(),
            call.attempts(),
            call.httpStatus(),
            call.serverAddress(),
            call.serverPort(),
            call.requestId(),
            request,
            system,
            input,
            output,
            tools,
            call.finishReasons(),
            call.usage(),
            call.cost(),
            result,
            detail,
            call.outcome(),
            failure,
            call.truncated(),
            call.instrumentation());
  }

  /** Parameters, or results: names and numbers but for a few. */
  private Map<String, @Nullable Object> facts(Map<String, @Nullable Object> facts) {
    Map<String, @Nullable Object> changed = null;
    for (Map.Entry<String, @Nullable Object> fact : facts.entrySet()) {
      Object value = fact.getValue();
      Object now = fact(fact.getKey(), value);
      if (now != value) {
        changed = changed == null ? new LinkedHashMap<>(facts) : changed;
        if (now == null) {
          changed.remove(fact.getKey());
        } else {
          changed.put(fact.getKey(), now);
        }
      }
    }
    return changed == null ? facts : changed;
  }

  private @Nullable Object fact(String name, @Nullable Object value) {
    if (SAID.contains(name)) {
      return kept.tree(modes.input().least(modes.output()).least(modes.system()), value);
    }
    if (name.equals("revised_prompt")) {
      return kept.tree(modes.input().least(modes.output()), value);
    }
    if (IDS.contains(name) && value instanceof String id) {
      return kept.id(modes.told(), id);
    }
    return kept.tree(modes.told(), value);
  }

  private Object tool(Object definition) {
    if (modes.tools() == Mode.FULL) {
      return definition;
    }
    Object redacted = kept.redactor().schema(definition);
    if (modes.tools() == Mode.REDACTED && redacted != null) {
      return redacted;
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    if (redacted instanceof Map<?, ?> fields) {
      for (String name : List.of("type", "name")) {
        if (fields.get(name) instanceof String text) {
          named.put(name, text);
        }
      }
    }
    return named.equals(definition) ? definition : named;
  }

  private Detail detail(Detail detail) {
    if (detail instanceof Detail.Tool tool) {
      Object arguments = kept.tree(modes.arguments(), tool.arguments());
      Object result = kept.tree(modes.results(), tool.result());
      String callId = kept.id(modes.told(), tool.callId());
      return arguments == tool.arguments() && result == tool.result() && callId == tool.callId()
          ? tool
          : new Detail.Tool(
              tool.name(), tool.type(), callId, arguments, result, tool.latencySource());
    }
    if (detail instanceof Detail.Retrieval retrieval) {
      String query = kept.text(modes.arguments().least(modes.input()), retrieval.query());
      List<Detail.Document> found = retrieval.documents();
      List<Detail.Document> documents = found == null ? null : Kept.each(found, this::document);
      return query == retrieval.query() && documents == found
          ? retrieval
          : new Detail.Retrieval(query, documents);
    }
    if (detail instanceof Detail.Agent agent) {
      String input = kept.text(modes.input(), agent.input());
      String output = kept.text(modes.output(), agent.output());
      Map<String, @Nullable Object> properties = kept.facts(modes.told(), agent.properties());
      return input == agent.input() && output == agent.output() && properties == agent.properties()
          ? agent
          : new Detail.Agent(agent.name(), input, output, properties);
    }
    Detail.Guardrail guardrail = (Detail.Guardrail) detail;
    Object result = kept.tree(modes.results(), guardrail.result());
    return result == guardrail.result()
        ? guardrail
        : new Detail.Guardrail(guardrail.name(), result);
  }

  private Detail.Document document(Detail.Document document) {
    String id = kept.id(modes.told(), document.id());
    String content = kept.text(modes.results(), document.content());
    return id == document.id() && content == document.content()
        ? document
        : new Detail.Document(id, document.score(), content);
  }

  /** A failure: its message quotes what was sent more often than not. */
  @Nullable Failure failure(@Nullable Failure failure) {
    if (failure == null) {
      return null;
    }
    String message = kept.text(modes.failure(), failure.message());
    return message == failure.message()
        ? failure
        : new Failure(failure.type(), message, failure.status());
  }
}
