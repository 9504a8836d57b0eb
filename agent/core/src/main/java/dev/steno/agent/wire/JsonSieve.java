package dev.steno.agent.wire;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Goes before the parser and keeps its memory small: shortens long strings, digests binary ones,
 * leaves out what is nested too deeply, and repairs UTF-8.
 *
 * <p>It reads only as much of the grammar as it needs; whether the bytes are JSON is for the parser
 * to say. What it did to a string is told by the string's number, counted from 0 over names and
 * values as the parser counts its tokens.
 */
final class JsonSieve {
  static final int MAX_DEPTH = 64;
  static final int MAX_NAME = 256;
  private static final int MAX_SCALAR = 400;

  /** What a string was replaced by; {@code binary} is null when the string was only cut. */
  record Note(long string, @Nullable Binary binary) {}

  /** Takes what passed; the array is not to be kept. */
  interface Out {
    void accept(byte[] bytes, int length);
  }

  private final Out out;
  private final StringSieve strings;
  private final ArrayDeque<Note> notes = new ArrayDeque<>();
  private final byte[] passed = new byte[2048];
  private int size;

  private boolean inString;
  private boolean nameNext;
  private int depth;
  private long objects;
  private long swallowed;
  private boolean escaped;
  private long count;
  private int scalar;
  private boolean rootSeen;
  private boolean trailing;
  private boolean dropped;
  private boolean broken;

  JsonSieve(int maxString, Out out) {
    this.out = out;
    strings = new StringSieve(maxString, this);
  }

  void feed(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int i = offset; i < end && !broken; i++) {
      byte b = bytes[i];
      if (inString) {
        if (swallowed > 0) {
          swallowInString(b);
        } else if (strings.feed(b)) {
          endString();
        }
      } else if (swallowed > 0) {
        swallow(b);
      } else {
        structure(b);
      }
    }
    flush();
  }

  private void structure(byte b) {
    if (rootSeen && depth == 0) {
      trailing |= b > ' ' || b < 0;
      return;
    }
    switch (b) {
      case '"' -> {
        inString = true;
        scalar = 0;
        strings.begin(nameNext);
      }
      case '{', '[' -> open(b);
      case '}', ']' -> close(b);
      case ',' -> {
        nameNext = depth > 0 && (objects >> (depth - 1) & 1) == 1;
        scalar = 0;
        pass(b);
      }
      case ':' -> {
        nameNext = false;
        pass(b);
      }
      case ' ', '\t', '\r', '\n' -> {
        scalar = 0;
        pass(b);
      }
      default -> {
        broken |= ++scalar > MAX_SCALAR;
        pass(b);
      }
    }
  }

  private void open(byte b) {
    rootSeen = true;
    scalar = 0;
    if (depth == MAX_DEPTH) {
      dropped = true;
      swallowed = 1;
      pass("null");
      return;
    }
    long bit = 1L << depth;
    objects = b == '{' ? objects | bit : objects & ~bit;
    nameNext = b == '{';
    depth++;
    pass(b);
  }

  private void close(byte b) {
    depth = Math.max(0, depth - 1);
    nameNext = false;
    scalar = 0;
    pass(b);
  }

  private void swallow(byte b) {
    switch (b) {
      case '"' -> inString = true;
      case '{', '[' -> swallowed++;
      case '}', ']' -> swallowed--;
      default -> {}
    }
  }

  private void swallowInString(byte b) {
    if (escaped) {
      escaped = false;
    } else if (b == '\\') {
      escaped = true;
    } else if (b == '"') {
      inString = false;
    }
  }

  private void endString() {
    inString = false;
    Binary binary = strings.binary();
    if (binary != null || strings.isCut()) {
      notes.add(new Note(count, binary));
    }
    count++;
  }

  /** Ends a string that was cut, so that the parser hands out its beginning. */
  void finish() {
    if (inString && swallowed == 0) {
      strings.interrupt();
      endString();
      flush();
    }
  }

  void pass(byte b) {
    if (size == passed.length) {
      flush();
    }
    passed[size++] = b;
  }

  void pass(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      pass((byte) ascii.charAt(i));
    }
  }

  private void flush() {
    if (size > 0) {
      int length = size;
      size = 0;
      out.accept(passed, length);
    }
  }

  /** What was done to a string, asked in the strings' order. */
  @Nullable Note note(long string) {
    Note next = notes.peek();
    return next != null && next.string() == string ? notes.poll() : null;
  }

  /** Whether a subtree was left out. */
  boolean dropped() {
    return dropped;
  }

  /** Whether more than white space followed the root. */
  boolean trailing() {
    return trailing;
  }

  /** Whether it met what no parser should be given. */
  boolean broken() {
    return broken;
  }
}
