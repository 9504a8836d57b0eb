package dev.steno.agent.assemble;

import dev.steno.agent.assemble.ToolRound.Request;
import dev.steno.agent.assemble.ToolRound.Result;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Ids;
import dev.steno.agent.model.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the calls of tools that nobody saw running, of the calls before and after. */
final class InferredTools {
  private InferredTools() {}

  /** Those that the call tells the results of, and that were not measured. */
  static List<Call> between(OpenLoop loop, ToolRound round, Call next) {
    List<Call> calls = new ArrayList<>(loop.requests.size());
    ToolResults results = new ToolResults(round);
    for (Request request : loop.requests) {
      Result result = results.take(request);
      if (result != null && !loop.isMeasured(request)) {
        calls.add(call(loop.last, request, result, next));
      }
    }
    return calls;
  }

  private static Call call(Call before, Request request, Result result, Call next) {
    boolean inTime = before.endedAt().isBefore(next.startedAt());
    Instant begin = inTime ? before.endedAt() : next.startedAt();
    return new Call(
        Ids.next(begin.toEpochMilli()),
        null,
        "execute_tool",
        null,
        null,
        null,
        null,
        false,
        begin,
        Duration.between(begin, next.startedAt()).toNanos(),
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
        new Detail.Tool(
            request.name(), null, request.id(), request.arguments(), result.value(), "inferred"),
        result.failed() ? Outcome.ERROR : Outcome.OK,
        result.failed() ? new Failure("tool_error", null, null) : null,
        false,
        List.of());
  }
}
