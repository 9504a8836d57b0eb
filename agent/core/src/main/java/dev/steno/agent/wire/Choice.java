package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One choice of a streamed answer, put together from its pieces. */
final class Choice {
  final Draft reasoning = new Draft();
  final Draft text = new Draft();
  final Draft refusal = new Draft();
  private final TreeMap<Integer, ToolCall> toolCalls = new TreeMap<>();
  private @Nullable String finishReason;

  /** A request for a tool, put together from its pieces. */
  static final class ToolCall {
    final Draft id = new Draft();
    final Draft name = new Draft();
    final Draft arguments = new Draft();

    Part part() {
      return Parts.toolCall(
          id.isEmpty() ? null : id.toString(), name.toString(), arguments.toString());
    }
  }

  /** The request for a tool of that index; null when there is no room for one more. */
  @Nullable ToolCall toolCall(int index, CallBuilder call) {
    ToolCall known = toolCalls.get(index);
    if (known != null) {
      return known;
    }
    if (!call.room()) {
      return null;
    }
    ToolCall added = new ToolCall();
    toolCalls.put(index, added);
    return added;
  }

  /** The index of the request for a tool whose pieces come without one. */
  int lastToolCall() {
    return toolCalls.isEmpty() ? 0 : toolCalls.lastKey();
  }

  int nextToolCall() {
    return toolCalls.isEmpty() ? 0 : toolCalls.lastKey() + 1;
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
    List<Part> parts = new ArrayList<>();
    if (!reasoning.isEmpty()) {
      parts.add(Part.reasoning(reasoning.toString()));
    }
    if (!text.isEmpty()) {
      parts.add(Part.text(text.toString()));
    }
    if (!refusal.isEmpty()) {
      parts.add(Parts.refusal(refusal.toString()));
    }
    for (ToolCall toolCall : toolCalls.values()) {
      parts.add(toolCall.part());
    }
    return new Message("assistant", parts, null, finishReason);
  }
}
