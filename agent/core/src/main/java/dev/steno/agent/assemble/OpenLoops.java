package dev.steno.agent.assemble;

import dev.steno.agent.assemble.ToolRound.Request;
import dev.steno.agent.assemble.ToolRound.Result;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The interactions that wait for the results of tools, the one that waits longest first. */
final class OpenLoops {
  /** More that look alike are not told apart: no call costs more because there are many. */
  private static final int MOST_LOOKED_AT = 16;

  private final int most;
  private final long mostBytes;
  private final Set<OpenLoop> open = new LinkedHashSet<>();
  private final Map<Long, Set<OpenLoop>> byKey = new HashMap<>();
  private long bytes;

  OpenLoops(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /** Takes one; those for which there is no room any more, the oldest first, are returned. */
  List<OpenLoop> add(OpenLoop loop) {
    open.add(loop);
    bytes += loop.bytes();
    for (long key : loop.keys()) {
      byKey.computeIfAbsent(key, added -> new LinkedHashSet<>()).add(loop);
    }
    return withoutRoom();
  }

  /** What was seen running for one of them; those for which there is no room now are returned. */
  List<OpenLoop> join(OpenLoop loop, List<Call> calls, Place there) {
    bytes -= loop.bytes();
    loop.join(calls, there);
    bytes += loop.bytes();
    return withoutRoom();
  }

  private List<OpenLoop> withoutRoom() {
    List<OpenLoop> out = new ArrayList<>(0);
    while (!open.isEmpty() && (open.size() > most || bytes > mostBytes)) {
      OpenLoop oldest = open.iterator().next();
      remove(oldest);
      out.add(oldest);
    }
    return out;
  }

  void remove(OpenLoop loop) {
    if (open.remove(loop)) {
      bytes -= loop.bytes();
      for (long key : loop.keys()) {
        Set<OpenLoop> same = byKey.get(key);
        if (same != null && same.remove(loop) && same.isEmpty()) {
          byKey.remove(key);
        }
      }
    }
  }

  /** Those that wait since then or longer; all of them leave. */
  List<OpenLoop> waitingSince(long nanos) {
    List<OpenLoop> out = new ArrayList<>(0);
    for (OpenLoop oldest = first(); oldest != null && oldest.waitsSince - nanos <= 0; ) {
      remove(oldest);
      out.add(oldest);
      oldest = first();
    }
    return out;
  }

  /** All that wait; all of them leave. */
  List<OpenLoop> all() {
    List<OpenLoop> out = List.copyOf(open);
    out.forEach(this::remove);
    return out;
  }

  private @Nullable OpenLoop first() {
    Iterator<OpenLoop> all = open.iterator();
    return all.hasNext() ? all.next() : null;
  }

  /** The one that a call with those results goes on with, or null. */
  @Nullable OpenLoop continuedBy(Call call, ToolRound round, Speaker speaker) {
    if (open.isEmpty()) {
      return null;
    }
    if (call.request().get("previous_response_id") instanceof String response) {
      OpenLoop found = only(LoopKeys.response(response), round, speaker);
      if (found != null) {
        return found;
      }
    }
    History history = History.of(call.inputMessages());
    OpenLoop found = null;
    if (history.question() != 0) {
      found = bySaid(history, round, speaker);
    }
    for (int i = round.results().size() - 1; found == null && i >= 0; i--) {
      Result result = round.results().get(i);
      if (result.id() != null && ToolRound.isUnique(result.id())) {
        OpenLoop same = only(LoopKeys.id(result.id()), round, speaker);
        found = same != null && hasUnique(same, result.id()) ? same : null;
      }
    }
    return found;
  }

  private static boolean hasUnique(OpenLoop loop, String id) {
    for (Request request : loop.requests) {
      if (id.equals(request.id())) {
        return request.hasUniqueId();
      }
    }
    return false;
  }

  /** Among the loops of the same session first, then of the same user, then of all. */
  private @Nullable OpenLoop bySaid(History history, ToolRound round, Speaker speaker) {
    for (long scope : speaker.scopes()) {
      OpenLoop found = bySaid(history, round, speaker, new LoopKeys(scope));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** By what was said before: the same in all is enough, else it must be one alone. */
  private @Nullable OpenLoop bySaid(
      History history, ToolRound round, Speaker speaker, LoopKeys by) {
    List<Request> requests = round.requests();
    if (!requests.isEmpty()) {
      List<OpenLoop> same = fitting(by.all(history.whole(), requests), round, speaker);
      if (!same.isEmpty() && areOfOne(same)) {
        return same.get(0);
      }
    }
    int all = round.results().size();
    for (int i = all - 1; i >= all - round.latest(); i--) {
      String id = round.results().get(i).id();
      OpenLoop found = id == null ? null : only(by.asked(history.question(), id), round, speaker);
      if (found != null) {
        return found;
      }
    }
    return only(by.asked(history.question(), requests), round, speaker);
  }

  private static boolean areOfOne(List<OpenLoop> loops) {
    Speaker first = loops.get(0).speaker();
    for (OpenLoop loop : loops) {
      if (!loop.speaker().equals(first)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable OpenLoop only(long key, ToolRound round, Speaker speaker) {
    if (byKey.getOrDefault(key, Set.of()).size() > MOST_LOOKED_AT) {
      return null;
    }
    List<OpenLoop> fitting = fitting(key, round, speaker);
    return fitting.size() == 1 ? fitting.get(0) : null;
  }

  private List<OpenLoop> fitting(long key, ToolRound round, Speaker speaker) {
    List<OpenLoop> fitting = new ArrayList<>(1);
    int looked = 0;
    for (OpenLoop loop : byKey.getOrDefault(key, Set.of())) {
      if (looked++ == MOST_LOOKED_AT) {
        break;
      }
      if (!loop.speaker().contradicts(speaker) && loop.isAnsweredBy(round)) {
        fitting.add(loop);
      }
    }
    return fitting;
  }

  /** The one that asked for a tool that was seen running, or null when it is not the only one. */
  @Nullable OpenLoop thatAskedFor(Detail.Tool tool, Speaker speaker) {
    String id = tool.callId();
    Set<OpenLoop> asked = id == null ? Set.of() : byKey.getOrDefault(LoopKeys.id(id), Set.of());
    OpenLoop found = null;
    if (asked.size() <= MOST_LOOKED_AT) {
      for (OpenLoop loop : asked) {
        if (!loop.speaker().contradicts(speaker) && asked(loop, tool)) {
          if (found != null) {
            return null;
          }
          found = loop;
        }
      }
    }
    return found;
  }

  private static boolean asked(OpenLoop loop, Detail.Tool tool) {
    for (Request request : loop.requests) {
      if (Objects.equals(request.id(), tool.callId())) {
        return request.name().equals(tool.name())
            && (tool.arguments() == null
                || TextHash.ofValue(request.arguments()) == TextHash.ofValue(tool.arguments()));
      }
    }
    return false;
  }
}
