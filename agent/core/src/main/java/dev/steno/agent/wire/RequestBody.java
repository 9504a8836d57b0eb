package dev.steno.agent.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request: JSON, or a form. */
final class RequestBody {
  private final @Nullable Multipart form;
  private final @Nullable JsonTree json;
  private boolean lost;

  RequestBody(@Nullable String contentType, Budget budget) {
    boolean isForm = contentType != null && Multipart.is(contentType);
    form = contentType != null && isForm ? new Multipart(contentType, budget) : null;
    json = isForm ? null : JsonTree.ofBody(budget);
  }

  void feed(byte[] bytes, int offset, int length) {
    if (lost) {
      return;
    }
    if (form != null) {
      form.feed(bytes, offset, length);
    } else if (json != null) {
      json.feed(bytes, offset, length);
    }
  }

  /** There is no place in the middle to go on from. */
  void missed() {
    lost = true;
  }

  /** What it says, as a tree; empty when it says nothing that can be read. */
  Map<String, @Nullable Object> finish(CallBuilder call) {
    Map<String, @Nullable Object> tree = Map.of();
    if (form != null) {
      tree = form.finish();
      call.truncated |= form.truncated();
    } else if (json != null) {
      tree = Tree.map(json.finish());
      call.truncated |= json.truncated() || !json.whole();
    }
    return tree;
  }
}
