package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads Anthropic's messages format. */
final class AnthropicFormat implements Format {
  private final TreeMap<Integer, Block> blocks = new TreeMap<>();
  private final AnthropicUsage usage = new AnthropicUsage();
  private @Nullable String stopReason;

  /** One block of a streamed answer, put together from its pieces. */
  private static final class Block {
    final Draft text = new Draft();
    final Draft input = new Draft();
    Map<String, @Nullable Object> start = Map.of();
    String type = "";

    /** The block as it would have come as a whole. */
    Map<String, @Nullable Object> whole() {
      Map<String, @Nullable Object> whole = new LinkedHashMap<>(start);
      whole.put("type", type);
      if (!text.isEmpty()) {
        whole.put(textField(type), text.toString());
      }
      if (!input.isEmpty()) {
        Object parsed = Json.parseContainer(input.toString());
        whole.put("input", parsed != null ? parsed : input.toString());
      }
      return whole;
    }
  }

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    call.systemInstructions.addAll(AnthropicBlocks.of(tree.get("system")));
    for (Map<String, @Nullable Object> message : Tree.maps(tree, "messages")) {
      Turns.add(
          Parts.stringOr(message, "role", "user"),
          AnthropicBlocks.of(message.get("content")),
          call.input);
    }
    AnthropicBlocks.definitions(tree, call.toolDefinitions);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    begin(tree, call);
    call.failure = Failures.of(tree, call.status);
    stopReason = Tree.string(tree, "stop_reason");
    output(AnthropicBlocks.of(tree.get("content")), call);
  }

  private void begin(Map<String, @Nullable Object> message, CallBuilder call) {
    call.identity(message);
    usage(message, call);
  }

  private void usage(Map<String, @Nullable Object> tree, CallBuilder call) {
    usage.read(Tree.map(tree, "usage"));
    call.usage = usage.usage();
  }

  /** What cites a source comes as a text of its own, though it is one text. */
  private void output(List<Part> parts, CallBuilder call) {
    if (!parts.isEmpty() || stopReason != null) {
      String reason = stopReason == null ? null : FinishReasons.of(stopReason);
      call.output.add(new Message("assistant", Parts.merged(parts), null, reason));
    }
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    String type = Tree.string(tree, "type");
    switch (type != null ? type : name != null ? name : "") {
      case "message_start" -> begin(Tree.map(tree, "message"), call);
      case "content_block_start" -> start(tree, call);
      case "content_block_delta" -> delta(tree, call);
      case "message_delta" -> {
        String reason = Tree.string(Tree.map(tree, "delta"), "stop_reason");
        stopReason = reason != null ? reason : stopReason;
        call.terminal |= reason != null;
        usage(tree, call);
      }
      case "message_stop" -> call.terminal = true;
      default -> {}
    }
  }

  private @Nullable Block block(Map<String, @Nullable Object> tree, CallBuilder call) {
    int index = Tree.index(tree, "index", 0);
    Block known = blocks.get(index);
    if (known == null && call.room()) {
      known = new Block();
      blocks.put(index, known);
    }
    return known;
  }

  private void start(Map<String, @Nullable Object> tree, CallBuilder call) {
    Map<String, @Nullable Object> started = Tree.map(tree, "content_block");
    Block block = block(tree, call);
    if (block == null || !block.type.isEmpty()) {
      return;
    }
    block.type = Text.cut(Parts.stringOr(started, "type", "text"), 64);
    if (call.kept().take(Tree.cost(started))) {
      block.start = started;
      block.text.append(Tree.string(started, textField(block.type)), call);
    } else {
      call.truncated = true;
    }
  }

  private static String textField(String type) {
    return switch (type) {
      case "thinking" -> "thinking";
      case "compaction" -> "content";
      default -> "text";
    };
  }

  private void delta(Map<String, @Nullable Object> tree, CallBuilder call) {
    Map<String, @Nullable Object> delta = Tree.map(tree, "delta");
    switch (Parts.stringOr(delta, "type", "")) {
      case "text_delta" -> append(tree, "text", Tree.string(delta, "text"), call);
      case "thinking_delta" -> append(tree, "thinking", Tree.string(delta, "thinking"), call);
      case "compaction_delta" -> append(tree, "compaction", Tree.string(delta, "content"), call);
      case "input_json_delta" -> {
        Block block = typed(tree, "tool_use", call);
        if (block != null) {
          block.input.append(Tree.string(delta, "partial_json"), call);
        }
      }
      default -> {}
    }
  }

  private void append(
      Map<String, @Nullable Object> tree, String type, @Nullable String text, CallBuilder call) {
    Block block = typed(tree, type, call);
    if (block != null) {
      block.text.append(text, call);
    }
  }

  /** The block of a piece, whose own type tells what it is when its beginning was missed. */
  private @Nullable Block typed(Map<String, @Nullable Object> tree, String type, CallBuilder call) {
    Block block = block(tree, call);
    if (block != null && block.type.isEmpty()) {
      block.type = type;
    }
    return block;
  }

  @Override
  public void finish(CallBuilder call) {
    List<Part> parts = new ArrayList<>();
    for (Block block : blocks.values()) {
      Part part = AnthropicBlocks.part(block.whole());
      if (part != null) {
        parts.add(part);
      }
    }
    blocks.clear();
    output(parts, call);
  }
}
