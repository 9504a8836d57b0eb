package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One choice of a streamed answer whose parts come one after the other, text in pieces. */
final class Pieces {
  private final List<Part> parts = new ArrayList<>();
  private final Draft run = new Draft();
  private String runType = "";
  private boolean asksForTool;
  private @Nullable String finishReason;

  /** Adds a part, or the next piece of the text that the last part is. */
  void add(Part part, CallBuilder call) {
    boolean joins = part.type().equals("text") || part.type().equals("reasoning");
    if (joins && part.fields().get("content") instanceof String piece) {
      if (!part.type().equals(runType)) {
        endRun();
        if (!call.room()) {
          return;
        }
        runType = part.type();
      }
      run.append(piece, call);
    } else if (call.room(part)) {
      endRun();
      asksForTool |= part.type().equals("tool_call");
      parts.add(part);
    }
  }

  private void endRun() {
    if (!run.isEmpty()) {
      parts.add(Part.of(runType, "content", run.take()));
    }
    runType = "";
  }

  /** Notes why the choice ended; a later null does not take it back. */
  void finishReason(@Nullable String reason) {
    if (reason != null) {
      finishReason = FinishReasons.of(reason);
    }
  }

  boolean finished() {
    return finishReason != null;
  }

  Message message() {
    endRun();
    return new Message(
        "assistant", parts, null, FinishReasons.afterTools(finishReason, asksForTool));
  }
}
