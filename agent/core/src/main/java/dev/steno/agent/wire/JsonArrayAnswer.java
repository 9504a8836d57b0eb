package dev.steno.agent.wire;

import dev.steno.agent.model.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is one JSON array whose elements come one by one, as the events of a stream. */
final class JsonArrayAnswer implements Answer {
  private static final int NONE = -1;

  private final Format format;
  private final CallBuilder call;
  private final EventTree trees;
  private @Nullable JsonTree element;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean opened;
  private boolean closed;
  private boolean lost;
  private byte before;

  JsonArrayAnswer(Format format, CallBuilder call) {
    this.format = format;
    this.call = call;
    trees = new EventTree(call);
    call.streaming = true;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int from = element == null ? NONE : offset;
    for (int i = offset; i < end && !closed; i++) {
      byte b = bytes[i];
      if (lost) {
        search(b);
      } else if (inString) {
        string(b);
      } else if (b == '{' && element == null && depth <= 1) {
        // The only element may stand without its array: an error, mostly.
        opened |= depth == 0;
        element = trees.begin();
        from = i;
        depth++;
      } else {
        structure(b);
        if (element != null && depth <= elementDepth()) {
          element.feed(bytes, from, i + 1 - from);
          from = NONE;
          endElement();
        }
      }
      before = b;
    }
    if (element != null && from != NONE) {
      element.feed(bytes, from, end - from);
    }
  }

  private int elementDepth() {
    return opened ? 0 : 1;
  }

  private void string(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
    }
  }

  private void structure(byte b) {
    switch (b) {
      case '"' -> inString = true;
      case '{', '[' -> depth++;
      case '}', ']' -> {
        depth--;
        closed = depth == 0 && element == null;
      }
      default -> {}
    }
  }

  private void endElement() {
    JsonTree ended = element;
    element = null;
    closed = opened;
    if (ended == null) {
      return;
    }
    Map<String, @Nullable Object> tree = Tree.map(ended.finish());
    call.truncated |= ended.truncated() || !ended.whole();
    Failure failure = Failures.of(tree, call.status);
    if (failure == null) {
      format.event(null, tree, call);
    } else if (call.failure == null) {
      call.failure = failure;
    }
  }

  /** Forgets the element that has a hole, and looks for the next one. */
  @Override
  public void missed() {
    if (!closed) {
      forget();
      lost = true;
      before = 0;
    }
  }

  /** Only between elements does a line begin with a comma, or with the array's end. */
  private void search(byte b) {
    if (before == '\n' && (b == ',' || b == ']')) {
      lost = false;
      inString = false;
      escaped = false;
      opened = false;
      depth = 1;
      closed = b == ']';
    }
  }

  private void forget() {
    if (element != null) {
      element.finish();
      element = null;
    }
  }

  @Override
  public void finish() {
    forget();
    format.finish(call);
  }

  @Override
  public boolean whole(boolean ended) {
    return closed;
  }

  @Override
  public String problem() {
    return "the stream ended before its last element";
  }
}
