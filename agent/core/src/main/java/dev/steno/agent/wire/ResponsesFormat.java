package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI's Responses format. */
final class ResponsesFormat implements Format {
  private final TreeMap<Integer, Item> items = new TreeMap<>();
  private boolean told;

  /** One item of a streamed output, put together from its pieces. */
  private static final class Item {
    final Draft text = new Draft();
    final Draft refusal = new Draft();
    final Draft reasoning = new Draft();
    final Draft arguments = new Draft();
    Map<String, @Nullable Object> tree = Map.of();
    int charged;
    boolean done;

    void discard(CallBuilder call) {
      text.discard(call);
      refusal.discard(call);
      reasoning.discard(call);
      arguments.discard(call);
      call.kept().giveBack(charged);
      charged = 0;
    }

    /** Keeps what an event tells about the item as a whole, if there is room for it. */
    boolean keep(Map<String, @Nullable Object> item, CallBuilder call) {
      int cost = Tree.cost(item);
      if (!call.kept().take(cost)) {
        call.truncated = true;
        return false;
      }
      tree = item;
      charged += cost;
      return true;
    }

    void addTo(List<Part> parts) {
      if (done) {
        ResponsesItems.addOutput(tree, parts);
        return;
      }
      if (!reasoning.isEmpty()) {
        parts.add(Part.reasoning(reasoning.toString()));
      }
      if (!text.isEmpty()) {
        parts.add(Part.text(text.toString()));
      }
      if (!refusal.isEmpty()) {
        parts.add(Parts.refusal(refusal.toString()));
      }
      if (ResponsesItems.asksForTool(tree) || !arguments.isEmpty()) {
        parts.add(
            Parts.toolCall(
                Tree.string(tree, "call_id"),
                Parts.stringOr(tree, "name", ""),
                arguments.toString()));
      }
    }
  }

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    call.systemInstructions.addAll(Parts.of(tree.get("instructions")));
    Object input = tree.get("input");
    if (input instanceof String text) {
      call.input.add(new Message("user", List.of(Part.text(text)), null, null));
    }
    for (Map<String, @Nullable Object> item : Tree.maps(tree, "input")) {
      Message message = ResponsesItems.input(item);
      if (message != null) {
        call.input.add(message);
      }
    }
    Tools.definitions(tree, call.toolDefinitions);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    told = true;
    call.identity(tree);
    call.usage(Tree.map(tree, "usage"));
    call.failure = Failures.of(tree, call.status);
    if (call.failure == null && "failed".equals(Tree.string(tree, "status"))) {
      call.failure = Failures.ofError(Map.of("type", "failed"), call.status);
    }
    List<Part> parts = new ArrayList<>();
    boolean asksForTool = false;
    for (Map<String, @Nullable Object> item : Tree.maps(tree, "output")) {
      ResponsesItems.addOutput(item, parts);
      asksForTool |= ResponsesItems.asksForTool(item);
    }
    String finishReason = FinishReasons.ofResponse(tree, asksForTool);
    if (!parts.isEmpty() || finishReason != null) {
      call.output.add(new Message("assistant", parts, null, finishReason));
    }
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    String type = Tree.string(tree, "type");
    switch (type != null ? type : name != null ? name : "") {
      case "response.created", "response.in_progress", "response.queued" ->
          call.identity(Tree.map(tree, "response"));
      case "response.completed", "response.failed", "response.incomplete" -> ended(tree, call);
      case "response.output_item.added" -> added(tree, call);
      case "response.output_item.done" -> done(tree, call);
      case "response.output_text.delta" -> append(tree, call, Kind.TEXT);
      case "response.refusal.delta" -> append(tree, call, Kind.REFUSAL);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          append(tree, call, Kind.REASONING);
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          append(tree, call, Kind.ARGUMENTS);
      default -> {}
    }
  }

  private enum Kind {
    TEXT,
    REFUSAL,
    REASONING,
    ARGUMENTS
  }

  /** The event that carries the whole response, which wins over its pieces. */
  private void ended(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.terminal = true;
    Map<String, @Nullable Object> response = Tree.map(tree, "response");
    if (told || response.isEmpty()) {
      return;
    }
    if (Tree.list(response, "output").isEmpty() && !items.isEmpty()) {
      endedWithoutOutput(response, call);
      return;
    }
    for (Item item : items.values()) {
      item.discard(call);
    }
    items.clear();
    response(response, call);
  }

  private void endedWithoutOutput(Map<String, @Nullable Object> response, CallBuilder call) {
    Message pieces = collected(response);
    items.clear();
    response(response, call);
    call.output.clear();
    call.output.add(pieces);
  }

  private @Nullable Item item(Map<String, @Nullable Object> tree, CallBuilder call) {
    int index = Tree.index(tree, "output_index", 0);
    Item known = items.get(index);
    if (known == null && !told && call.room()) {
      known = new Item();
      items.put(index, known);
    }
    return known;
  }

  private void added(Map<String, @Nullable Object> tree, CallBuilder call) {
    Item item = item(tree, call);
    if (item != null && !item.done) {
      item.keep(Tree.map(tree, "item"), call);
    }
  }

  private void done(Map<String, @Nullable Object> tree, CallBuilder call) {
    Item item = item(tree, call);
    if (item != null && !item.done) {
      Map<String, @Nullable Object> whole = Tree.map(tree, "item");
      if (Tree.cost(whole) <= call.kept().left()) {
        item.discard(call);
      }
      item.done = item.keep(whole, call);
    }
  }

  private void append(Map<String, @Nullable Object> tree, CallBuilder call, Kind kind) {
    Item item = item(tree, call);
    if (item != null && !item.done) {
      Draft draft =
          switch (kind) {
            case TEXT -> item.text;
            case REFUSAL -> item.refusal;
            case REASONING -> item.reasoning;
            case ARGUMENTS -> item.arguments;
          };
      draft.append(Tree.string(tree, "delta"), call);
    }
  }

  private Message collected(Map<String, @Nullable Object> response) {
    List<Part> parts = new ArrayList<>();
    boolean asksForTool = false;
    for (Item item : items.values()) {
      item.addTo(parts);
      asksForTool |= ResponsesItems.asksForTool(item.tree);
    }
    return new Message("assistant", parts, null, FinishReasons.ofResponse(response, asksForTool));
  }

  @Override
  public void finish(CallBuilder call) {
    if (!items.isEmpty()) {
      Message pieces = collected(Map.of());
      if (!pieces.parts().isEmpty()) {
        call.output.add(pieces);
      }
    }
  }
}
