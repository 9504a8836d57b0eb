package dev.steno.agent.wire;

import dev.steno.agent.model.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that comes as Amazon's event stream. */
final class EventStreamAnswer implements Answer, EventStreamDecoder.Sink {
  static final String TYPE = "application/vnd.amazon.eventstream";
  private static final String CHUNK = "chunk";

  private final Format format;
  private final CallBuilder call;
  private final EventStreamDecoder decoder = new EventStreamDecoder(this);
  private final Bytes head = new Bytes(Failures.MAX_MESSAGE);
  private Map<String, String> headers = Map.of();
  private final EventTree trees;
  private final ChunkPayload payload = new ChunkPayload();
  private @Nullable JsonTree event;
  private @Nullable ChunkPayload chunk;

  EventStreamAnswer(Format format, CallBuilder call) {
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
  public void begin(Map<String, String> headers) {
    forget();
    this.headers = headers;
    event = trees.begin();
    chunk = CHUNK.equals(headers.get(":event-type")) ? payload.of(event) : null;
  }

  @Override
  public void data(byte[] bytes, int offset, int length) {
    head.add(bytes, offset, length);
    if (chunk != null) {
      chunk.feed(bytes, offset, length);
    } else if (event != null) {
      event.feed(bytes, offset, length);
    }
  }

  @Override
  public void end(boolean sound) {
    if (chunk != null) {
      chunk.finish();
    }
    if (event != null && sound) {
      Map<String, @Nullable Object> tree = Tree.map(event.finish());
      String kind = headers.getOrDefault(":message-type", "event");
      if (kind.equals("event")) {
        call.truncated |= event.truncated() || !event.whole();
        format.event(headers.get(":event-type"), tree, call);
      } else if (call.failure == null) {
        call.failure = failure(tree);
      }
    }
    call.truncated |= !sound;
    forget();
  }

  private Failure failure(Map<String, @Nullable Object> tree) {
    String type = headers.get(":exception-type");
    if (type == null) {
      type = headers.get(":error-code");
    }
    String told = headers.get(":error-message");
    return Failures.ofException(type, tree, told == null ? head.text() : told, call.status);
  }

  @Override
  public void forget() {
    if (event != null) {
      event.finish();
    }
    event = null;
    chunk = null;
    headers = Map.of();
    head.clear();
  }

  @Override
  public void finish() {
    decoder.finish();
    call.truncated |= decoder.problem() != null;
    format.finish(call);
  }

  @Override
  public boolean whole(boolean ended) {
    return call.terminal;
  }

  @Override
  public String problem() {
    String problem = decoder.problem();
    return problem != null ? problem : "the stream ended before its last event";
  }
}
