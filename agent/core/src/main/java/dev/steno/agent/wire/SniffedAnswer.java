package dev.steno.agent.wire;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer without a usable content type: its first byte says whether it is JSON or a stream. */
final class SniffedAnswer implements Answer {
  private final Format format;
  private final CallBuilder call;
  private final Supplier<Answer> json;
  private @Nullable Answer found;

  SniffedAnswer(Format format, CallBuilder call) {
    this(format, call, () -> new JsonAnswer(format, call));
  }

  /** With the way in which JSON is to be read. */
  SniffedAnswer(Format format, CallBuilder call, Supplier<Answer> json) {
    this.format = format;
    this.call = call;
    this.json = json;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (found == null && from < end) {
      byte b = bytes[from];
      if (b == '{' || b == '[') {
        found = json.get();
      } else if (b > ' ' || b < 0) {
        found = new SseAnswer(format, call);
      } else {
        from++;
      }
    }
    if (found != null) {
      found.feed(bytes, from, end - from);
    }
  }

  @Override
  public void missed() {
    if (found != null) {
      found.missed();
    }
  }

  @Override
  public void finish() {
    if (found != null) {
      found.finish();
    }
  }

  @Override
  public boolean whole(boolean ended) {
    return found != null && found.whole(ended);
  }

  @Override
  public @Nullable String problem() {
    return found == null ? "the body is empty" : found.problem();
  }
}
