package dev.steno.agent.assemble;

import dev.steno.agent.assemble.ToolRound.Request;
import dev.steno.agent.assemble.ToolRound.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The results of a round of tools, each to be taken once, by the request that it answers. */
final class ToolResults {
  private final List<Result> latest;
  private final List<Result> earlier;

  ToolResults(ToolRound round) {
    int from = round.results().size() - round.latest();
    this.latest = new ArrayList<>(round.results().subList(from, round.results().size()));
    this.earlier = new ArrayList<>(round.results().subList(0, from));
  }

  /** By its id, the last first, or where there is none, by its name and the order. */
  @Nullable Result take(Request request) {
    Result byId = byId(request, latest);
    if (byId == null) {
      byId = byId(request, earlier);
    }
    return byId != null ? byId : byName(request);
  }

  private static @Nullable Result byId(Request request, List<Result> results) {
    for (int i = results.size() - 1; request.id() != null && i >= 0; i--) {
      if (request.id().equals(results.get(i).id())) {
        return results.remove(i);
      }
    }
    return null;
  }

  private @Nullable Result byName(Request request) {
    for (int i = 0; i < latest.size(); i++) {
      Result result = latest.get(i);
      boolean idsDiffer = request.id() != null && result.id() != null;
      if (!idsDiffer && (result.name() == null || result.name().equals(request.name()))) {
        return latest.remove(i);
      }
    }
    return null;
  }
}
