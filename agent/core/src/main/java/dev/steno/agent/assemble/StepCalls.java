package dev.steno.agent.assemble;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.wire.Ending;
import dev.steno.agent.wire.Exchange;
import dev.steno.agent.wire.ExchangeReader;
import dev.steno.agent.wire.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of a step that has ended: the calls that it stands for. */
final class StepCalls {
  /** The wall clock and the one that measures do not agree to the last digit. */
  private static final Duration ABOUT = Duration.ofMillis(2);

  private static final String JSON = "application/json";

  private StepCalls() {}

  /** All calls of the step, with the ids of the calls that they were made in. */
  static List<Call> of(Node step, Ending ending, int maxKept) {
    if (step.kind == Kind.MODEL) {
      return step.bare ? withIts(told(step, ending, maxKept), step) : model(step);
    }
    boolean isCall = step.kind != Kind.AGENT ? isRecorded(step) : step.parentId != null;
    return isCall ? withIts(made(step, ending), step) : inParent(step);
  }

  /** A retrieval that only stands for others is told by them. */
  private static boolean isRecorded(Node step) {
    return step.kind != Kind.RETRIEVAL || step.bare;
  }

  private static List<Call> withIts(Call call, Node step) {
    List<Call> calls = new ArrayList<>(step.calls.size() + 1);
    calls.add(call);
    calls.addAll(step.calls);
    return calls;
  }

  private static List<Call> inParent(Node step) {
    List<Call> calls = new ArrayList<>(step.calls.size());
    for (Call call : step.calls) {
      calls.add(step.id.equals(call.parentId()) ? call.in(step.parentId) : call);
    }
    return calls;
  }

  /**
   * What went over the wire for a model; an attempt that failed and its repetition are one call.
   */
  private static List<Call> model(Node step) {
    List<Call> inOrder = new ArrayList<>(step.calls);
    inOrder.sort(Comparator.comparing(Call::startedAt));
    List<Call> calls = new ArrayList<>(inOrder.size());
    Call attempt = null;
    for (Call call : inOrder) {
      if (!step.id.equals(call.parentId())) {
        calls.add(call);
        continue;
      }
      Call seen = call.in(step.parentId).seenBy(step.instrumentation);
      if (attempt != null && isRepeated(attempt, call)) {
        seen = seen.after(attempt);
        calls.remove(attempt);
      }
      calls.add(seen);
      attempt = seen;
    }
    return calls;
  }

  private static boolean isRepeated(Call attempt, Call call) {
    return attempt.outcome() == Outcome.ERROR
        && attempt.operation().equals(call.operation())
        && !call.startedAt().plus(ABOUT).isBefore(attempt.endedAt());
  }

  /** A model's call that went over no wire that Steno reads, from the library's own objects. */
  private static Call told(Node step, Ending ending, int maxKept) {
    String endpoint = step.text(Fact.ENDPOINT);
    String provider = step.text(Fact.PROVIDER);
    Exchange exchange =
        new Exchange(
            step.id,
            step.parentId,
            endpoint == null ? "/chat/completions" : endpoint,
            null,
            null,
            step.startedAt,
            step.instrumentation,
            true,
            provider == null ? step.instrumentation : provider);
    ExchangeReader reader = new ExchangeReader(exchange, maxKept);
    byte[] request = Json.bytes(step.tree(Fact.REQUEST));
    reader.request(request, 0, request.length, JSON);
    if (step.fact(Fact.RESPONSE) != null) {
      byte[] response = Json.bytes(step.tree(Fact.RESPONSE));
      reader.response(200, JSON, null, null);
      reader.body(response, 0, response.length);
    }
    if (step.cut) {
      reader.missed();
    }
    return reader.finish(ending);
  }

  private static Call made(Node step, Ending ending) {
    return new Call(
        step.id,
        step.parentId,
        operation(step),
        null,
        null,
        null,
        null,
        false,
        step.startedAt,
        step.latencyNanos(ending),
        null,
        null,
        1,
        null,
        null,
        null,
        null,
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        Map.of(),
        detail(step),
        outcome(ending),
        failure(ending),
        step.cut,
        List.of(step.instrumentation));
  }

  private static String operation(Node step) {
    if (step.kind == Kind.TOOL) {
      return "execute_tool";
    }
    if (step.kind == Kind.RETRIEVAL) {
      return "retrieval";
    }
    return step.kind == Kind.GUARDRAIL ? "guardrail" : "invoke_agent";
  }

  private static Detail detail(Node step) {
    if (step.kind == Kind.TOOL) {
      return new Detail.Tool(
          step.text(Fact.NAME),
          step.text(Fact.TYPE),
          step.text(Fact.CALL_ID),
          parsed(step.fact(Fact.ARGUMENTS)),
          step.fact(Fact.RESULT),
          "measured");
    }
    if (step.kind == Kind.RETRIEVAL) {
      return new Detail.Retrieval(step.text(Fact.QUERY), documents(step.fact(Fact.DOCUMENTS)));
    }
    if (step.kind == Kind.GUARDRAIL) {
      return new Detail.Guardrail(step.text(Fact.NAME), step.fact(Fact.RESULT));
    }
    return new Detail.Agent(
        step.text(Fact.NAME),
        step.text(Fact.INPUT),
        step.text(Fact.OUTPUT),
        step.tree(Fact.PROPERTIES));
  }

  /** The arguments as a tree where they are JSON, and as they are where not. */
  private static @Nullable Object parsed(@Nullable Object arguments) {
    if (arguments instanceof String text) {
      Object tree = Json.parseContainer(text);
      return tree == null ? text : tree;
    }
    return arguments;
  }

  private static @Nullable List<Detail.Document> documents(@Nullable Object told) {
    if (!(told instanceof List<?> list)) {
      return null;
    }
    List<Detail.Document> documents = new ArrayList<>(list.size());
    for (Object item : list) {
      if (item instanceof Map<?, ?> map) {
        documents.add(
            new Detail.Document(
                map.get("id") instanceof String id ? id : null,
                map.get("score") instanceof Number score ? (Double) score.doubleValue() : null,
                map.get("content") instanceof String content ? content : null));
      }
    }
    return documents;
  }

  static Outcome outcome(Ending ending) {
    return switch (ending.how()) {
      case FAILED -> Outcome.ERROR;
      case CLOSED -> Outcome.CANCELLED;
      case ABANDONED -> Outcome.ABANDONED;
      case END_OF_BODY, HANDED_OVER -> Outcome.OK;
    };
  }

  static @Nullable Failure failure(Ending ending) {
    if (ending.how() != Ending.How.FAILED) {
      return null;
    }
    String type = ending.errorType();
    return new Failure(type == null ? "error" : type, ending.errorMessage(), null);
  }
}
