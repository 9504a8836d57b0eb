package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads the grammar of a JSON text as its bytes come, and puts what it reads into frames: shortens
 * long strings, digests binary ones, leaves out what is nested too deeply, and repairs UTF-8.
 *
 * <p>What is wholly in the bytes that came, as most is, is read where it stands. White space,
 * control characters in strings and a byte order mark are let pass; nothing else that is no JSON.
 */
final class JsonReader {
  static final int MAX_DEPTH = 64;
  private static final int MAX_NAME = 256;
  private static final int MAX_SCALAR = 400;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private enum In {
    STRUCTURE,
    STRING,
    SCALAR,
    /** What is nested too deeply. */
    DEEP
  }

  private enum Next {
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COLON,
    COMMA_OR_END,
    NOTHING
  }

  private final JsonStrings made = new JsonStrings();
  private final JsonDepths depths = new JsonDepths();
  private final boolean exact;
  private JsonFrames frames;
  private int maxString;
  private @Nullable StringSieve sieve;
  private byte @Nullable [] scalar;
  private int scalarSize;

  private In in = In.STRUCTURE;
  private Next next = Next.VALUE;
  private FieldName field = FieldName.NONE;
  private boolean nameNext;
  private int depth;
  private long objects;
  private int markRead;
  private boolean container;
  private boolean trailing;
  private boolean dropped;
  private boolean cut;
  private boolean malformed;

  JsonReader(JsonFrames frames, int maxString) {
    this(frames, maxString, false);
  }

  /** With {@code exact}, what would not be read as it stands there is malformed. */
  JsonReader(JsonFrames frames, int maxString, boolean exact) {
    this.frames = frames;
    this.maxString = maxString;
    this.exact = exact;
  }

  /** Begins another text; strings that come in each of them are made once. */
  void again(JsonFrames into, int longest) {
    frames = into;
    maxString = longest;
    made.remember();
    scalarSize = 0;
    in = In.STRUCTURE;
    next = Next.VALUE;
    field = FieldName.NONE;
    depth = 0;
    objects = 0;
    markRead = 0;
    container = false;
    trailing = false;
    dropped = false;
    cut = false;
    malformed = false;
  }

  void feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end && !malformed) {
      i =
          switch (in) {
            case STRUCTURE -> structure(bytes, i, end);
            case STRING -> string(bytes, i, end);
            case SCALAR -> scalar(bytes, i, end);
            case DEEP -> deep(bytes, i, end);
          };
    }
  }

  /** Ends a text that may be cut. */
  void finish() {
    if (malformed || next == Next.NOTHING) {
      return;
    }
    if (in == In.STRING && sieve != null) {
      sieve.interrupt();
      endString(sieve);
    } else if (in == In.SCALAR && scalar != null && !value(scalar, 0, scalarSize)) {
      malformed = !JsonScalars.mayGoOn(scalar, scalarSize);
    }
  }

  private int structure(byte[] bytes, int from, int end) {
    byte b = bytes[from];
    if (next == Next.NOTHING) {
      trailing |= container && (b > ' ' || b < 0);
      return from + 1;
    }
    switch (b) {
      case ' ', '\t', '\r', '\n' -> {}
      case '"' -> {
        return openString(bytes, from + 1, end);
      }
      case '{', '[' -> open(b == '[');
      case '}', ']' -> close(b == ']');
      case ',' -> comma();
      case ':' -> {
        malformed = next != Next.COLON;
        next = Next.VALUE;
      }
      default -> {
        return other(bytes, from, end);
      }
    }
    return from + 1;
  }

  private boolean isValueNext() {
    return next == Next.VALUE || next == Next.VALUE_OR_END;
  }

  private boolean isInObject() {
    return depth > 0 && (objects >> (depth - 1) & 1) == 1;
  }

  private void open(boolean array) {
    if (!isValueNext()) {
      malformed = true;
      return;
    }
    if (depth == MAX_DEPTH) {
      dropped = true;
      in = In.DEEP;
      depths.begin();
      frames.scalar(null);
      afterValue();
      return;
    }
    container = true;
    frames.open(array);
    long bit = 1L << depth;
    objects = array ? objects & ~bit : objects | bit;
    depth++;
    next = array ? Next.VALUE_OR_END : Next.NAME_OR_END;
  }

  private void close(boolean array) {
    boolean isEmpty = next == (array ? Next.VALUE_OR_END : Next.NAME_OR_END);
    if (depth == 0 || isInObject() == array || !(isEmpty || next == Next.COMMA_OR_END)) {
      malformed = true;
      return;
    }
    depth--;
    frames.close();
    afterValue();
  }

  private void comma() {
    malformed = next != Next.COMMA_OR_END;
    next = isInObject() ? Next.NAME : Next.VALUE;
  }

  private void afterValue() {
    next = depth == 0 ? Next.NOTHING : Next.COMMA_OR_END;
  }

  /** A number or a word; or the mark that a text may begin with. */
  private int other(byte[] bytes, int from, int end) {
    boolean isBegin = depth == 0 && next == Next.VALUE && markRead < BYTE_ORDER_MARK.length;
    if (isBegin && bytes[from] == BYTE_ORDER_MARK[markRead]) {
      markRead++;
      return from + 1;
    }
    if (!isValueNext()) {
      malformed = true;
      return from;
    }
    int stop = JsonScalars.end(bytes, from, end);
    if (stop == end) {
      scalarSize = 0;
      in = In.SCALAR;
      return scalar(bytes, from, end);
    }
    malformed = !value(bytes, from, stop);
    return stop;
  }

  private int scalar(byte[] bytes, int from, int end) {
    int stop = JsonScalars.end(bytes, from, end);
    byte[] kept = scalar == null ? new byte[MAX_SCALAR] : scalar;
    scalar = kept;
    if (stop - from > kept.length - scalarSize) {
      malformed = true;
      return stop;
    }
    System.arraycopy(bytes, from, kept, scalarSize, stop - from);
    scalarSize += stop - from;
    if (stop < end) {
      in = In.STRUCTURE;
      malformed = !value(kept, 0, scalarSize);
    }
    return stop;
  }

  /** Takes a number or a word; false when it is none. */
  private boolean value(byte[] bytes, int from, int end) {
    int length = end - from;
    if (length > MAX_SCALAR || length == 0) {
      return false;
    }
    byte first = bytes[from];
    boolean isValue = true;
    if (first == '-' || (first >= '0' && first <= '9')) {
      Number number = JsonScalars.number(bytes, from, end, !frames.wantsValues());
      if (exact && JsonScalars.isRounded(number, bytes, from, end)) {
        number = null;
      }
      isValue = number != null;
      if (number != null && number.equals(Double.NaN)) {
        frames.scalar(null); // beyond what a double can be
      } else if (number != null) {
        frames.number(number);
      }
    } else if (JsonScalars.isWord(bytes, from, end)) {
      frames.scalar(first == 'n' ? null : Boolean.valueOf(first == 't'));
    } else {
      isValue = false;
    }
    if (isValue) {
      afterValue();
    }
    return isValue;
  }

  private int openString(byte[] bytes, int from, int end) {
    nameNext = next == Next.NAME || next == Next.NAME_OR_END;
    if (!nameNext && !isValueNext()) {
      malformed = true;
      return from;
    }
    int at = from;
    byte kinds = 0;
    boolean escapes = false;
    while (at < end && bytes[at] != '"') {
      kinds |= bytes[at];
      if (bytes[at] == '\\') {
        escapes = true;
        at++;
      }
      at++;
    }
    boolean isPlain = at < end && (exact || isPlain(bytes, from, at, escapes));
    if (isPlain && whole(bytes, from, at, escapes, kinds < 0)) {
      return at + 1;
    }
    if (exact) {
      malformed = true;
      return end;
    }
    StringSieve careful = sieve == null ? new StringSieve() : sieve;
    sieve = careful;
    careful.begin(nameNext ? MAX_NAME : maxString, nameNext, field.binary);
    in = In.STRING;
    return string(bytes, from, end);
  }

  /** Whether it is neither too long, nor may be binary content. */
  private boolean isPlain(byte[] bytes, int from, int end, boolean escapes) {
    int length = end - from;
    if (nameNext) {
      return length <= MAX_NAME;
    }
    return length <= maxString && StringSieve.isText(bytes, from, end, escapes, field.binary);
  }

  /** Takes a string where it stands; false when its bytes have to be looked at one by one. */
  private boolean whole(byte[] bytes, int from, int end, boolean escapes, boolean beyondAscii) {
    if (nameNext && !escapes && !beyondAscii) {
      name(FieldName.ofAscii(bytes, from, end));
      return true;
    }
    if (!nameNext && !escapes && !frames.wantsValues()) {
      frames.scalar(null);
      afterValue();
      return true;
    }
    if (!escapes && !beyondAscii) {
      frames.string(made.ascii(bytes, from, end), end - from);
      afterValue();
      return true;
    }
    String text = made.of(bytes, from, end, escapes);
    if (text != null && beyondAscii && text.indexOf('\uFFFD') >= 0) {
      return false;
    }
    take(text);
    return true;
  }

  private int string(byte[] bytes, int from, int end) {
    StringSieve careful = sieve;
    if (careful == null) {
      malformed = true;
      return end;
    }
    int i = from;
    while (i < end) {
      i += careful.plain(bytes, i, end);
      if (i < end && careful.feed(bytes[i++])) {
        endString(careful);
        return i;
      }
    }
    return i;
  }

  private void endString(StringSieve careful) {
    in = In.STRUCTURE;
    Binary binary = careful.binary();
    if (binary != null) {
      frames.scalar(binary.toTree());
      afterValue();
      return;
    }
    cut |= careful.isCut();
    take(made.of(careful.text(), 0, careful.length(), careful.hasEscapes()));
  }

  /** Takes a name or a text; null is one with an escape that is none. */
  private void take(@Nullable String text) {
    if (text == null) {
      malformed = true;
    } else if (nameNext) {
      name(FieldName.of(text));
    } else {
      if (frames.wantsValues()) {
        frames.string(text, Text.bytes(text));
      } else {
        frames.scalar(null);
      }
      afterValue();
    }
  }

  private void name(FieldName name) {
    field = name;
    frames.name(name);
    next = Next.COLON;
  }

  private int deep(byte[] bytes, int from, int end) {
    int at = depths.pass(bytes, from, end);
    if (depths.isOver()) {
      in = In.STRUCTURE;
    }
    return at;
  }

  /** Whether something was cut, or left out. */
  boolean truncated() {
    return cut || dropped;
  }

  /** Whether more than white space followed the root. */
  boolean trailing() {
    return trailing;
  }

  /** Whether it is no JSON, as far as it went. */
  boolean malformed() {
    return malformed;
  }
}
