package dev.steno.agent.assemble;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Ids;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls together: an outermost call and those made inside of it are one interaction. For one
 * thread.
 */
public final class Assembler {
  /** Of each open call, the calls inside of it that have ended. */
  private final Map<String, List<Call>> open = new HashMap<>();

  /** A call began. */
  public void began(String callId) {
    open.put(callId, new ArrayList<>(0));
  }

  /** A call ended: the interaction that is complete with it, or null. */
  public @Nullable Interaction ended(Call call) {
    List<Call> calls = inside(call.id());
    calls.add(call);
    List<Call> ofParent = call.parentId() == null ? null : open.get(call.parentId());
    if (ofParent != null) {
      ofParent.addAll(calls);
      return null;
    }
    return interaction(call, calls);
  }

  /** A call will never end: the interactions that the calls inside of it are, then. */
  public List<Interaction> dropped(String callId) {
    List<Interaction> interactions = new ArrayList<>();
    for (Call call : inside(callId)) {
      interactions.add(interaction(call, List.of(call)));
    }
    return interactions;
  }

  private List<Call> inside(String callId) {
    List<Call> calls = open.remove(callId);
    return calls == null ? new ArrayList<>(1) : calls;
  }

  private static Interaction interaction(Call outermost, List<Call> calls) {
    List<Call> inOrder = new ArrayList<>(calls);
    inOrder.sort(Comparator.comparing(Call::startedAt));
    Usage usage = null;
    for (Call call : inOrder) {
      if (call.usage() != null) {
        usage = usage == null ? call.usage() : usage.plus(call.usage());
      }
    }
    long millis = outermost.startedAt().toEpochMilli();
    return new Interaction(
        Ids.next(millis),
        Ids.next(millis),
        "new",
        outermost.startedAt(),
        outermost.latencyNanos(),
        outermost.timeToFirstChunkNanos(),
        outermost.outcome(),
        outermost.failure(),
        said("user", outermost.inputMessages(), true),
        said("assistant", outermost.outputMessages(), outermost.finishReasons().size() < 2),
        usage,
        inOrder);
  }

  /**
   * What that role said in words, or null when it said nothing so: the last of its messages that
   * has some, or the first, since of several choices the first is the one that libraries answer
   * with.
   */
  private static @Nullable String said(String role, List<Message> messages, boolean last) {
    String said = null;
    for (Message message : messages) {
      String text = message.role().equals(role) ? message.text() : "";
      if (!text.isEmpty()) {
        said = text;
        if (!last) {
          break;
        }
      }
    }
    return said;
  }
}
