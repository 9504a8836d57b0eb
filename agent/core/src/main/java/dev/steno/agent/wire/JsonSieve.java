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
  private static final int SMALLEST = 256;
  private static final int LARGEST = 2048;
  private static final byte[] EMPTY = {};

  /** What a string was replaced by; {@code binary} is null when the string was only cut. */
  record Note(long string, @Nullable Binary binary) {}

  /** Takes what passed; the array is not to be kept. */
  interface Out {
    void accept(byte[] bytes, int length);
  }

  private final Out out;
  private final StringSieve strings;
  private final ArrayDeque<Note> notes = new ArrayDeque<>(1);
  private byte[] passed = EMPTY;
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
    if (passed.length < Math.min(length, LARGEST)) {
      passed = new byte[Math.min(Math.max(length, SMALLEST), LARGEST)];
    }
    int end = offset + length;
    for (int i = offset; i < end && !broken; i++) {
      byte b = bytes[i];
      if (swallowed > 0) {
        if (inString) {
          swallowInString(b);
        } else {
          swallow(b);
        }
      } else if (inString) {
        i += strings.plain(bytes, i, end);
        if (i < end && strings.feed(bytes[i])) {
          endString();
        }
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

  void pass(byte[] bytes, int from, int length) {
    int copied = 0;
    while (copied < length) {
      if (size == passed.length) {
        flush();
      }
      int part = Math.min(length - copied, passed.length - size);
      System.arraycopy(bytes, from + copied, passed, size, part);
      size += part;
      copied += part;
    }
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
