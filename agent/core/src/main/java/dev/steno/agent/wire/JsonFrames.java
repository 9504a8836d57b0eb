package dev.steno.agent.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The containers of a tree that are open, and the rules that say what goes into them. */
final class JsonFrames {
  /** Names whose arrays of numbers (token ids) are only counted, as those of embeddings are. */
  private static final Set<String> COUNTED = Set.of("input", "prompt", "context");

  /** Lists at the root whose oldest elements go first: what matters is said last. */
  private static final Set<String> NEWEST_KEPT =
      Set.of("messages", "input", "contents", "chat_history");

  private static final int UNUSED_DEPTH = 4;
  private static final int SEALED_DEPTH = 8;
  private static final int FACT_DEPTH = 8;
  private static final int FACT_INDEX = 64;
  private static final int FACT_BYTES = 256 + Budget.NODE;

  private static final int COUNTED_DEPTH = 3;
  private static final int VECTOR_DEPTH = 6;

  private final Budget budget;
  private final boolean all;
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private @Nullable Object root;
  private boolean complete;
  private boolean truncated;
  private long skipped;

  /** With {@code all}, nothing is left out for its name. */
  JsonFrames(Budget budget, boolean all) {
    this.budget = budget;
    this.all = all;
  }

  /** One open container: a map or a list, or a count of what would have been in a list. */
  private static final class Frame {
    final @Nullable Map<String, @Nullable Object> map;
    final @Nullable List<@Nullable Object> list;
    final String name;
    final boolean inList;
    final boolean facts;
    @Nullable List<Integer> costs;
    FieldName next = FieldName.NONE;
    int index;
    int openedAt;
    long length = -1;

    Frame(boolean array, String name, boolean inList, boolean facts) {
      map = array ? null : new LinkedHashMap<>();
      list = array ? new ArrayList<>() : null;
      this.name = name;
      this.inList = inList;
      this.facts = facts;
    }

    boolean counts() {
      return length >= 0;
    }

    Object value() {
      if (counts()) {
        Map<String, @Nullable Object> count = new LinkedHashMap<>();
        count.put("length", length);
        return count;
      }
      return map != null ? map : list != null ? list : "";
    }

    /** Whether short values that come next are facts, kept when there is no room for text. */
    boolean nextIsFact() {
      return facts && (list == null || index < FACT_INDEX);
    }
  }

  void name(FieldName name) {
    Frame top = frames.peek();
    if (skipped == 0 && top != null) {
      top.next = name;
    }
  }

  /** Whether it matters what a value is that comes next. */
  boolean wantsValues() {
    Frame top = frames.peek();
    return skipped == 0 && (top == null || !(top.counts() || isUnused(top)));
  }

  void open(boolean array) {
    Frame top = frames.peek();
    if (skipped > 0 || (top != null && skips(top))) {
      skipped++;
      return;
    }
    String name = top == null ? "" : top.list != null ? top.name : top.next.text;
    boolean inList = top != null && (top.inList || top.list != null);
    boolean facts = top == null || (top.nextIsFact() && frames.size() < FACT_DEPTH);
    Frame frame = new Frame(array, name, inList, facts);
    if (array && !all && name.equals("embedding")) {
      frame.length = 0;
    }
    if (array && !all && keepsNewest(name)) {
      frame.costs = new ArrayList<>();
    }
    frame.openedAt = budget.left();
    frames.push(frame);
  }

  private boolean keepsNewest(String name) {
    // Alibaba has its messages inside of its input.
    return (frames.size() == 1 && NEWEST_KEPT.contains(name))
        || (frames.size() == 2 && name.equals("messages"));
  }

  /** Whether the container that opens next is left out; what is only counted is counted here. */
  private boolean skips(Frame top) {
    if (top.counts()) {
      top.length++;
      return true;
    }
    if (isUnused(top)) {
      return true;
    }
    if (!charge(top, nameCost(top) + Budget.NODE)) {
      truncated = true;
      top.index++;
      return true;
    }
    return false;
  }

  void close() {
    if (skipped > 0) {
      skipped--;
      return;
    }
    Frame closed = frames.poll();
    if (closed != null) {
      put(frames.peek(), closed.value());
    }
  }

  void closeAll() {
    skipped = 0;
    while (!frames.isEmpty() && !complete) {
      Frame closed = frames.pop();
      Frame top = frames.peek();
      if (top == null) {
        root = closed.value();
      } else {
        put(top, closed.value());
      }
    }
  }

  void number(Number value) {
    Frame top = frames.peek();
    boolean begins = top != null && top.list != null && top.list.isEmpty() && !top.counts();
    if (top != null && begins && skipped == 0 && !all && isCounted(top)) {
      top.length = 0;
    }
    scalar(value);
  }

  /** Takes a text, which is so many bytes of UTF-8. */
  void string(String value, int bytes) {
    Frame top = frames.peek();
    if (top == null) {
      scalar(value);
      return;
    }
    int cost = nameCost(top) + Budget.NODE;
    if (charge(top, cost + bytes)) {
      put(top, value);
    } else if (charge(top, cost)) {
      String cut = Text.cut(value, budget.left());
      budget.take(Text.bytes(cut));
      truncated = true;
      put(top, cut);
    } else {
      truncated = true;
      top.index++;
    }
  }

  /** Takes a value that has no text: a number, a boolean, null, or what stands for a binary. */
  void scalar(@Nullable Object value) {
    Frame top = frames.peek();
    if (skipped > 0) {
      return;
    }
    if (top == null) {
      root = value;
      complete = true;
    } else if (top.counts()) {
      top.length++;
    } else if (!isUnused(top)) {
      int cost = nameCost(top) + (value instanceof Map<?, ?> ? 128 : Budget.NODE);
      if (charge(top, cost)) {
        put(top, value);
      } else {
        truncated = true;
        top.index++;
      }
    }
  }

  /** Whether a list that begins with a number is a vector, or token ids. */
  private boolean isCounted(Frame top) {
    return (frames.size() <= COUNTED_DEPTH && COUNTED.contains(top.name))
        || (frames.size() <= VECTOR_DEPTH && isOfEmbeddings());
  }

  private boolean isOfEmbeddings() {
    for (Frame frame : frames) {
      if (frame.name.endsWith("mbedding") || frame.name.endsWith("mbeddings")) {
        return true;
      }
    }
    return false;
  }

  private boolean isUnused(Frame top) {
    return !all
        && top.map != null
        && ((top.next.unused && frames.size() <= UNUSED_DEPTH)
            || (top.next.sealed && frames.size() <= SEALED_DEPTH));
  }

  private static int nameCost(Frame top) {
    return top.map == null ? 0 : top.next.bytes;
  }

  private void put(@Nullable Frame top, @Nullable Object value) {
    if (top == null) {
      root = value;
      complete = true;
    } else if (top.map != null) {
      top.map.put(top.next.text, value);
    } else if (top.list != null) {
      top.list.add(value);
      top.index++;
      if (top.costs != null) {
        top.costs.add(top.openedAt - budget.left());
        top.openedAt = budget.left();
      }
    }
  }

  private boolean charge(Frame top, int cost) {
    if (budget.take(cost) || (makeRoom(cost) && budget.take(cost))) {
      return true;
    }
    return cost <= FACT_BYTES && top.nextIsFact() && budget.takeFact(cost, isInList(top));
  }

  private static boolean isInList(Frame top) {
    return top.inList || top.list != null;
  }

  /** Drops the oldest elements, but for the very first, of the list that is being read. */
  private boolean makeRoom(int bytes) {
    Frame frame = newestKept();
    if (frame == null || frame.costs == null || frame.list == null || frame.costs.size() < 2) {
      return false;
    }
    // Many at a time: moving the rest of a long list for each would take time squared.
    long wanted = (long) bytes + budget.limit() / 8;
    int freed = 0;
    int end = 1;
    while (end < frame.costs.size() && freed < wanted) {
      freed += frame.costs.get(end++);
    }
    frame.list.subList(1, end).clear();
    frame.costs.subList(1, end).clear();
    budget.giveBack(freed);
    frame.openedAt += freed;
    truncated = true;
    return true;
  }

  private @Nullable Frame newestKept() {
    Frame found = null;
    for (Frame frame : frames) {
      found = frame.costs != null ? frame : found;
    }
    return found;
  }

  @Nullable Object root() {
    return root;
  }

  boolean complete() {
    return complete;
  }

  boolean truncated() {
    return truncated;
  }
}
