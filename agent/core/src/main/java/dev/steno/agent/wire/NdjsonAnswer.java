package dev.steno.agent.wire;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer that comes as lines of JSON, each an event. */
final class NdjsonAnswer implements Answer {
  static final Set<String> TYPES =
      Set.of(
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/stream+json");

  private final Format format;
  private final CallBuilder call;
  private final EventTree trees;
  private @Nullable JsonTree line;
  private boolean lost;

  NdjsonAnswer(Format format, CallBuilder call) {
    this.format = format;
    this.call = call;
    trees = new EventTree(call);
    call.streaming = true;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        inLine(bytes, from, i);
        endLine();
        from = i + 1;
      }
    }
    inLine(bytes, from, end);
  }

  private void inLine(byte[] bytes, int from, int end) {
    int start = from;
    // A line that has nothing but white space is no event.
    while (line == null && start < end && bytes[start] >= 0 && bytes[start] <= ' ') {
      start++;
    }
    if (!lost && start < end) {
      if (line == null) {
        line = trees.begin();
      }
      line.feed(bytes, start, end - start);
    }
  }

  private void endLine() {
    lost = false;
    if (line == null) {
      return;
    }
    Map<String, @Nullable Object> tree = Tree.map(line.finish());
    call.truncated |= line.truncated() || line.trailing() || !line.whole();
    line = null;
    if (tree.get("error") == null) {
      format.event(null, tree, call);
    } else if (call.failure == null) {
      call.failure = Failures.of(tree, call.status);
    }
  }

  /** Goes on at the next line. */
  @Override
  public void missed() {
    forget();
    lost = true;
  }

  private void forget() {
    if (line != null) {
      line.finish();
    }
    line = null;
  }

  /** Ends the stream: a last line without its end counts, unless it was cut. */
  @Override
  public void finish() {
    if (line != null && line.whole()) {
      endLine();
    }
    forget();
    format.finish(call);
  }

  @Override
  public boolean whole(boolean ended) {
    return call.terminal;
  }

  @Override
  public String problem() {
    return "the stream ended before its last line";
  }
}
