package dev.steno.agent.wire;

import dev.steno.agent.model.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that comes as server-sent events. */
final class SseAnswer implements Answer, SseDecoder.Sink {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Format format;
  private final CallBuilder call;
  private final SseDecoder decoder = new SseDecoder(this);
  private final Bytes head = new Bytes(Failures.MAX_MESSAGE);
  private final EventTree trees;
  private @Nullable JsonTree event;

  SseAnswer(Format format, CallBuilder call) {
    this.format = format;
    this.call = call;
    trees = new EventTree(call);
    call.streaming = true;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    decoder.feed(bytes, offset, length);
  }

  @Override
  public void missed() {
    decoder.missed();
  }

  @Override
  public void data(byte[] bytes, int offset, int length) {
    head.add(bytes, offset, length);
    if (event == null) {
      event = trees.begin();
    }
    event.feed(bytes, offset, length);
  }

  @Override
  public void event(@Nullable String name) {
    if (head.size() == DONE.length && head.startsWith(DONE)) {
      call.terminal = true;
    } else if (event != null) {
      Map<String, @Nullable Object> tree = Tree.map(event.finish());
      boolean readable = event.whole();
      call.truncated |= event.truncated() || (!readable && !"error".equals(name));
      if (!error(name, tree)) {
        format.event(name, tree, call);
      }
    }
    forget();
  }

  /** Notes what an event says went wrong; the first such event is the reason. */
  private boolean error(@Nullable String name, Map<String, @Nullable Object> tree) {
    Failure failure = Failures.of(tree, call.status);
    if (failure == null && ("error".equals(name) || "error".equals(Tree.string(tree, "type")))) {
      failure =
          tree.isEmpty()
              ? new Failure("error", head.text(), call.status)
              : Failures.ofError(tree, call.status);
    }
    if (failure != null && call.failure == null) {
      call.failure = failure;
    }
    return failure != null;
  }

  @Override
  public void forget() {
    if (event != null) {
      event.finish();
    }
    event = null;
    head.clear();
  }

  @Override
  public void finish() {
    decoder.finish();
    format.finish(call);
  }

  @Override
  public boolean whole(boolean ended) {
    return call.terminal;
  }

  @Override
  public String problem() {
    return "the stream ended before its last event";
  }
}
