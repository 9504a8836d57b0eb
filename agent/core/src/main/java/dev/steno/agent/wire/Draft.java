package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** A text that comes in pieces and is kept as far as the call's budget goes. */
final class Draft {
  private final StringBuilder text = new StringBuilder();
  private int charged;

  void append(@Nullable String piece, CallBuilder call) {
    if (piece == null || piece.isEmpty()) {
      return;
    }
    int bytes = Text.bytes(piece);
    if (call.kept().take(bytes)) {
      charged += bytes;
      text.append(piece);
      return;
    }
    call.truncated = true;
    String cut = Text.cut(piece, call.kept().left());
    int fits = Text.bytes(cut);
    if (call.kept().take(fits)) {
      charged += fits;
      text.append(cut);
    }
  }

  /** Takes the place of what came so far, where the whole is told after its pieces. */
  void replace(String whole, CallBuilder call) {
    discard(call);
    append(whole, call);
  }

  void discard(CallBuilder call) {
    call.kept().giveBack(charged);
    charged = 0;
    text.setLength(0);
  }

  /** Gives what came so far, which stays charged, and begins anew. */
  String take() {
    String whole = text.toString();
    text.setLength(0);
    charged = 0;
    return whole;
  }

  boolean isEmpty() {
    return text.length() == 0;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
