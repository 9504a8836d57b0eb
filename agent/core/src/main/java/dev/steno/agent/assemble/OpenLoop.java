package dev.steno.agent.assemble;

import dev.steno.agent.assemble.ToolRound.Request;
import dev.steno.agent.assemble.ToolRound.Result;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An interaction that waits for the call with the results of the tools that its last one asked for.
 */
final class OpenLoop {
  private static final int CALL_BYTES = 1024;
  private static final int VALUE_BYTES = 48;
  private static final int BYTES_A_CHAR = 2;

  final List<Call> calls;

  /** The last call of a model. */
  final Call last;

  final List<Request> requests;
  private Place place;
  private Speaker speaker;
  final long waitsSince;
  private long bytes;
  private final long[] keys;

  /** Goes on with that one, or with none. */
  OpenLoop(
      @Nullable OpenLoop before,
      List<Call> added,
      Call last,
      List<Request> requests,
      Place place,
      long waitsSince) {
    this.calls = new ArrayList<>(before == null ? List.of() : before.calls);
    this.calls.addAll(added);
    this.last = last;
    this.requests = requests;
    this.place = before == null ? place : before.place.completedBy(place);
    this.speaker = Speaker.of(this.place.origin());
    this.waitsSince = waitsSince;
    this.bytes = (before == null ? 0 : before.bytes) + bytes(added);
    this.keys = keys(last, requests, speaker);
  }

  /** Where it comes from, as its first call knows it, completed by the others. */
  Place place() {
    return place;
  }

  Speaker speaker() {
    return speaker;
  }

  /** What a call asks tools for, of all its choices; empty when it did not end so. */
  static List<Request> requests(Call call) {
    List<Request> requests = new ArrayList<>();
    for (Message message : call.outputMessages()) {
      requests.addAll(ToolRound.requests(message));
    }
    return requests;
  }

  /** What a call that goes on with it may be found by, whatever is known of who makes that. */
  private static long[] keys(Call last, List<Request> requests, Speaker speaker) {
    History history = History.of(last.inputMessages());
    List<Request> all = new ArrayList<>(ToolRound.before(last.inputMessages()).requests());
    all.addAll(requests);
    List<Long> keys = new ArrayList<>();
    if (last.responseId() != null) {
      keys.add(LoopKeys.response(last.responseId()));
    }
    for (Request request : requests) {
      if (request.id() != null) {
        keys.add(LoopKeys.id(request.id()));
      }
    }
    for (long scope : history.question() == 0 ? new long[0] : speaker.scopes()) {
      LoopKeys by = new LoopKeys(scope);
      keys.add(by.all(history.whole(), all));
      keys.add(by.asked(history.question(), requests));
      for (Request request : requests) {
        if (request.id() != null) {
          keys.add(by.asked(history.question(), request.id()));
        }
      }
    }
    return keys.stream().mapToLong(Long::longValue).distinct().toArray();
  }

  /** Whether the application let the model only fill in the form of one tool: then it has all. */
  boolean hasWhatWasAsked() {
    return last.request().get("tool_choice") instanceof Map<?, ?> choice
        && (choice.containsKey("name") || choice.containsKey("function"));
  }

  /** A tool that it asked for was seen running, there. */
  void join(List<Call> more, Place there) {
    calls.addAll(more);
    place = place.completedBy(there);
    speaker = Speaker.of(place.origin());
    bytes += bytes(more);
  }

  long bytes() {
    return bytes;
  }

  long[] keys() {
    return keys;
  }

  /** Whether those are results of what it asked for: by id or, without ids, of all of it. */
  boolean isAnsweredBy(ToolRound round) {
    ToolResults results = new ToolResults(round);
    boolean byId = false;
    boolean all = true;
    for (Request request : requests) {
      Result result = results.take(request);
      all &= result != null;
      byId |= result != null && request.id() != null && result.id() != null;
    }
    return byId || all;
  }

  /** Whether a tool was seen running for that request, after it was made. */
  boolean isMeasured(Request request) {
    for (Call call : calls) {
      if (call.detail() instanceof Detail.Tool tool
          && tool.callId() != null
          && tool.callId().equals(request.id())
          && !call.startedAt().isBefore(last.startedAt())) {
        return true;
      }
    }
    return false;
  }

  private static long bytes(List<Call> calls) {
    long bytes = 0;
    for (Call call : calls) {
      bytes += CALL_BYTES;
      for (Message message : call.inputMessages()) {
        bytes += bytes(message);
      }
      for (Message message : call.outputMessages()) {
        bytes += bytes(message);
      }
      for (Part part : call.systemInstructions()) {
        bytes += bytes(part.fields());
      }
      bytes += bytes(call.toolDefinitions());
    }
    return bytes;
  }

  private static long bytes(Message message) {
    long bytes = VALUE_BYTES;
    for (Part part : message.parts()) {
      bytes += VALUE_BYTES + bytes(part.fields());
    }
    return bytes;
  }

  private static long bytes(@Nullable Object value) {
    long bytes = VALUE_BYTES;
    if (value instanceof String text) {
      bytes += (long) text.length() * BYTES_A_CHAR;
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        bytes += bytes(item);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        bytes += VALUE_BYTES + bytes(entry.getValue());
      }
    }
    return bytes;
  }
}
