package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Entry;
import dev.steno.agent.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes to AgentSight in one request: spans of entries, in one block for each conversation. */
final class Batch {
  /** What belongs to one conversation. */
  static final class Block {
    private final String conversation;
    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final List<Object> spans = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    private Block(String conversation) {
      this.conversation = conversation;
    }

    String conversation() {
      return conversation;
    }

    List<Entry> entries() {
      return entries;
    }

    private Map<String, @Nullable Object> tree() {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      tree.put("conversation_id", conversation);
      tree.put("spans", spans);
      tree.putAll(fields);
      return tree;
    }
  }

  private final Map<List<String>, Block> blocks = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private int spans;
  private boolean partial;

  /** An entry of which nothing is to be sent. */
  void add(Entry entry) {
    entries.add(entry);
  }

  /** Those spans of an entry; what is known of the conversation last counts. */
  void add(
      Entry entry, String conversation, Facts facts, List<Map<String, @Nullable Object>> some) {
    Block block =
        blocks.computeIfAbsent(
            List.of(conversation, facts.environment()), added -> new Block(conversation));
    facts.addTo(block.fields);
    block.spans.addAll(some);
    block.entries.add(entry);
    entries.add(entry);
    spans += some.size();
  }

  /** The same of the first that are left of an entry, which has more. */
  void addPart(
      Entry entry, String conversation, Facts facts, List<Map<String, @Nullable Object>> some) {
    add(entry, conversation, facts, some);
    partial = true;
  }

  List<Entry> entries() {
    return entries;
  }

  boolean isPartial() {
    return partial;
  }

  /** In the order in which they are sent. */
  List<Block> blocks() {
    return List.copyOf(blocks.values());
  }

  int spans() {
    return spans;
  }

  byte[] body(String version) {
    List<Object> trees = new ArrayList<>(blocks.size());
    blocks.values().forEach(block -> trees.add(block.tree()));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("sdk", Map.of("name", "steno", "version", version));
    body.put("conversations", trees);
    return Json.bytes(body);
  }
}
