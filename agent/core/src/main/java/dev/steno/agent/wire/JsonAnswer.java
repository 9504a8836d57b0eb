package dev.steno.agent.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that is one JSON object; also the one that tells of an error, whatever it is. */
final class JsonAnswer implements Answer {
  private final Format format;
  private final CallBuilder call;
  private final JsonTree tree;
  private final Bytes head = new Bytes(Failures.MAX_MESSAGE);
  private boolean empty = true;
  private boolean lost;

  JsonAnswer(Format format, CallBuilder call) {
    this.format = format;
    this.call = call;
    tree = JsonTree.ofBody(call.kept());
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    empty &= length == 0;
    if (call.status != null && call.status >= 400) {
      head.add(bytes, offset, length); // what else an error says, if it is no JSON
    }
    if (!lost) {
      tree.feed(bytes, offset, length);
    }
  }

  /** There is no place in the middle of JSON to go on from. */
  @Override
  public void missed() {
    lost = true;
  }

  @Override
  public void finish() {
    Object value = tree.finish();
    call.truncated |= tree.truncated();
    // Google puts its errors into an array where a stream was asked for.
    boolean inList = value instanceof List<?> list && !list.isEmpty();
    Map<String, @Nullable Object> root = Tree.map(inList ? Tree.list(value).get(0) : value);
    if (call.status != null && call.status >= 400) {
      if (call.requestId == null) {
        call.requestId = Tree.string(root, "request_id");
      }
      call.failure = Failures.ofStatus(call.status, root, head);
    } else {
      format.response(root, call);
    }
  }

  @Override
  public boolean whole(boolean ended) {
    return tree.whole();
  }

  @Override
  public String problem() {
    return "the body is not valid JSON: it "
        + (tree.malformed() ? "is malformed" : empty ? "is empty" : "ends too early");
  }
}
