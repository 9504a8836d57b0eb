package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/**
 * Takes the JSON out of a chunk of Bedrock's, where it stands as base64 in a string called {@code
 * bytes}: {@code {"bytes":"eyJ…","p":"abc"}}.
 */
final class ChunkPayload {
  private static final String NAME = "bytes";

  private final Base64Decoder decoder = new Base64Decoder(this::decoded);
  private final StringBuilder string = new StringBuilder();
  private @Nullable JsonTree tree;
  private int depth;
  private boolean inString;
  private boolean escaped;
  private boolean decodes;
  private boolean valueNext;

  /** The same, of the chunk that begins; its JSON goes there. */
  ChunkPayload of(JsonTree next) {
    tree = next;
    string.setLength(0);
    decoder.clear();
    depth = 0;
    inString = false;
    escaped = false;
    decodes = false;
    valueNext = false;
    return this;
  }

  private void decoded(byte[] bytes, int length) {
    if (tree != null) {
      tree.feed(bytes, 0, length);
    }
  }

  void feed(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (inString) {
        inString(bytes[i]);
      } else {
        structure(bytes[i]);
      }
    }
  }

  private void structure(byte b) {
    switch (b) {
      case '"' -> {
        inString = true;
        decodes = valueNext;
        string.setLength(0);
      }
      case ':' -> valueNext = depth == 1 && string.toString().equals(NAME);
      case '{', '[' -> depth++;
      case '}', ']' -> depth--;
      case ',' -> valueNext = false;
      default -> {}
    }
  }

  private void inString(byte b) {
    if (escaped) {
      // Base64 has no character to escape but the slash.
      escaped = false;
      take(b);
    } else if (b == '\\') {
      escaped = true;
    } else if (b != '"') {
      take(b);
    } else {
      inString = false;
      valueNext = false;
    }
  }

  private void take(byte b) {
    if (decodes) {
      decoder.add(b);
    } else if (string.length() <= NAME.length()) {
      string.append((char) b);
    }
  }

  void finish() {
    decoder.finish();
  }
}
