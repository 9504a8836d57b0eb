package dev.steno.agent.wire;

/** Passes over what is nested too deeply in a JSON text, however its bytes come. */
final class JsonDepths {
  private int open;
  private boolean inString;
  private boolean escaped;

  /** One container begins that is left out. */
  void begin() {
    open = 1;
    inString = false;
    escaped = false;
  }

  boolean isOver() {
    return open == 0;
  }

  /** Passes over what belongs to it; where to go on. */
  int pass(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && open > 0) {
      byte b = bytes[at++];
      if (escaped) {
        escaped = false;
      } else if (inString) {
        escaped = b == '\\';
        inString = b != '"';
      } else {
        inString = b == '"';
        open += b == '{' || b == '[' ? 1 : b == '}' || b == ']' ? -1 : 0;
      }
    }
    return at;
  }
}
