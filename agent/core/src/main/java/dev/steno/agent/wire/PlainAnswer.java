package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** An answer that is plain text, or binary: nothing in it says where it ends. */
final class PlainAnswer implements Answer {
  private final Format format;
  private final CallBuilder call;
  private final @Nullable String mimeType;
  private final @Nullable Bytes text;
  private final Digest digest = new Digest();
  private boolean any;

  /** An answer that is kept as text. */
  static PlainAnswer text(Format format, CallBuilder call) {
    return new PlainAnswer(format, call, null, new Bytes(call.kept().left()));
  }

  /** An answer of which only size and digest are kept. */
  static PlainAnswer binary(Format format, CallBuilder call, @Nullable String mimeType) {
    return new PlainAnswer(format, call, mimeType, null);
  }

  private PlainAnswer(
      Format format, CallBuilder call, @Nullable String mimeType, @Nullable Bytes text) {
    this.format = format;
    this.call = call;
    this.mimeType = mimeType;
    this.text = text;
  }

  @Override
  public void feed(byte[] bytes, int offset, int length) {
    any |= length > 0;
    if (text == null) {
      digest.add(bytes, offset, length);
    } else {
      text.add(bytes, offset, length);
    }
  }

  @Override
  public void missed() {}

  @Override
  public void finish() {
    if (any && text != null) {
      call.truncated |= text.full();
      String kept = Text.cut(text.text(), call.kept().left());
      format.text(kept, call);
    } else if (any) {
      format.binary(digest.finish(mimeType), call);
    }
  }

  @Override
  public boolean whole(boolean ended) {
    return ended;
  }

  @Override
  public String problem() {
    return "the body ended early";
  }
}
