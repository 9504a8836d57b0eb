package dev.steno.agent.assemble;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Ids;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.wire.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes interactions of calls that are complete. */
final class Interactions {
  /** What a model writes, and what its tokens are counted for. */
  private static final Set<String> WRITING = Set.of("chat", "text_completion");

  private final String configuredName;

  /** {@code configuredName} is that of the assistant in all of them, or empty. */
  Interactions(String configuredName) {
    this.configuredName = configuredName;
  }

  /** Of calls that were made in no turn: the first began it, and the last ended it. */
  Interaction of(List<Call> calls) {
    List<Call> outermost = outermost(inOrder(calls));
    return of(calls, outermost.get(outermost.size() - 1).outcome());
  }

  /** The same, which ended so whatever its last call did. */
  Interaction of(List<Call> calls, Outcome outcome) {
    List<Call> inOrder = inOrder(calls);
    List<Call> outermost = outermost(inOrder);
    Call first = outermost.get(0);
    Call last = outermost.get(outermost.size() - 1);
    long millis = first.startedAt().toEpochMilli();
    return new Interaction(
        Ids.next(millis),
        Ids.next(millis),
        "new",
        false,
        agentName(null),
        first.startedAt(),
        Duration.between(first.startedAt(), last.startedAt()).toNanos() + last.latencyNanos(),
        first.timeToFirstChunkNanos(),
        outcome,
        outcome == Outcome.ERROR ? last.failure() : null,
        said("user", first.inputMessages(), true),
        answered(lastWriting(outermost)),
        usage(inOrder),
        null,
        inOrder,
        Map.of(),
        Origin.UNKNOWN);
  }

  private static Call lastWriting(List<Call> calls) {
    Call last = calls.get(calls.size() - 1);
    for (Call call : calls) {
      if (WRITING.contains(call.operation())) {
        last = call;
      }
    }
    return last;
  }

  private @Nullable String agentName(@Nullable String told) {
    return configuredName.isEmpty() ? told : configuredName;
  }

  /** Calls that were made in no other of these; all, where each was. */
  static List<Call> outermost(List<Call> calls) {
    Set<String> ids = new HashSet<>();
    calls.forEach(call -> ids.add(call.id()));
    List<Call> outermost = new ArrayList<>(1);
    for (Call call : calls) {
      if (call.parentId() == null || !ids.contains(call.parentId())) {
        outermost.add(call);
      }
    }
    return outermost;
  }

  /** Of a turn. */
  Interaction of(Node turn, Ending ending, List<Call> calls) {
    List<Call> inOrder = inOrder(calls);
    String conversation = turn.text(Fact.CONVERSATION_ID);
    String input = turn.text(Fact.INPUT);
    String output = turn.text(Fact.OUTPUT);
    Long firstChunk = firstChunk(turn, ending, inOrder);
    // Of a turn that failed, the application got what was streamed until then, or nothing.
    boolean gotNothing = ending.how() == Ending.How.FAILED && firstChunk == null;
    long millis = turn.startedAt.toEpochMilli();
    return new Interaction(
        turn.id,
        conversation == null ? Ids.next(millis) : conversation,
        conversation == null ? "new" : "framework",
        true,
        agentName(turn.text(Fact.NAME)),
        turn.startedAt,
        turn.latencyNanos(ending),
        firstChunk,
        StepCalls.outcome(ending),
        failure(ending, inOrder),
        input == null ? asked(inOrder) : input,
        output != null || gotNothing ? output : answered(inOrder),
        usage(inOrder),
        null,
        inOrder,
        turn.tree(Fact.PROPERTIES),
        Origin.UNKNOWN);
  }

  static List<Call> inOrder(List<Call> calls) {
    List<Call> inOrder = new ArrayList<>(calls);
    inOrder.sort(Comparator.comparing(Call::startedAt));
    return inOrder;
  }

  private static @Nullable Long firstChunk(Node turn, Ending ending, List<Call> calls) {
    Long first = ending.timeToFirstChunkNanos();
    for (Call call : calls) {
      Long inCall = call.timeToFirstChunkNanos();
      // What asks for a tool only is no answer yet.
      if (inCall != null && first == null && answered(call) != null) {
        first = inCall + Duration.between(turn.startedAt, call.startedAt()).toNanos();
      }
    }
    return first;
  }

  /** What the application saw, with the status of the call that it came from. */
  private static @Nullable Failure failure(Ending ending, List<Call> calls) {
    Failure failure = StepCalls.failure(ending);
    if (failure == null) {
      return null;
    }
    Integer status = null;
    for (Call call : calls) {
      Failure ofCall = call.failure();
      if (call.outcome() == Outcome.ERROR && ofCall != null && ofCall.status() != null) {
        status = ofCall.status();
      }
    }
    return new Failure(failure.type(), failure.message(), status);
  }

  private static @Nullable String asked(List<Call> calls) {
    for (Call call : calls) {
      if (WRITING.contains(call.operation())) {
        return said("user", call.inputMessages(), true);
      }
    }
    return null;
  }

  private static @Nullable String answered(List<Call> calls) {
    String answer = null;
    for (Call call : calls) {
      if (WRITING.contains(call.operation())) {
        answer = answered(call);
      }
    }
    return answer;
  }

  private static @Nullable String answered(Call call) {
    return said("assistant", call.outputMessages(), call.finishReasons().size() < 2);
  }

  /**
   * What that role said in words, or null when it said nothing so: the last of its messages that
   * has some, or the first, since of several choices the first is the one that libraries answer
   * with.
   */
  private static @Nullable String said(String role, List<Message> messages, boolean last) {
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(last ? messages.size() - 1 - i : i);
      String text = message.role().equals(role) ? message.text() : "";
      if (!text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  private static @Nullable Usage usage(List<Call> calls) {
    boolean anyWrites = calls.stream().anyMatch(call -> WRITING.contains(call.operation()));
    Usage usage = null;
    for (Call call : calls) {
      if (call.usage() != null && (!anyWrites || WRITING.contains(call.operation()))) {
        usage = usage == null ? call.usage() : usage.plus(call.usage());
      }
    }
    return usage;
  }
}
