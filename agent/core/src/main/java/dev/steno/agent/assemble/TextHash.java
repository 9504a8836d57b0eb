package dev.steno.agent.assemble;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A hash of texts that is the same however they are laid out: white space does not count. It is
 * another in each JVM, so that nobody can make up texts that have the same.
 */
final class TextHash {
  private static final long SEED = ThreadLocalRandom.current().nextLong();
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  /** Another one in each JVM too: with one that is known, differences could be made to cancel. */
  private static final long KEY = ThreadLocalRandom.current().nextLong() | 1;

  private static final int CHARS_IN_WORD = 4;
  private static final int MOST_SENTENCES = 3;
  private static final int LONG_SENTENCE = 24;

  private long state = SEED;

  /** The last characters, of which there are too few for a word. */
  private long word;

  private int length;

  /** Of the words of a message: what a model thought before, and what it asked for, apart. */
  static TextHash of(Message message) {
    TextHash hash = new TextHash();
    boolean answer = message.role().equals("assistant");
    for (Part part : message.parts()) {
      String text = part.textOrNull();
      if (text != null) {
        hash.add(text, answer ? endOfThoughts(text) : 0, text.length());
      } else if (!answer && !part.type().equals("reasoning")) {
        hash.addValue(part.fields().get("sha256"));
        hash.addValue(part.fields().get("uri"));
        hash.addValue(part.fields().get("file_id"));
      }
    }
    return hash;
  }

  /** Models that think aloud within their answer: applications leave that out of the history. */
  private static int endOfThoughts(String text) {
    int end = text.startsWith("<think>") ? text.indexOf("</think>") : -1;
    return end < 0 ? 0 : end + "</think>".length();
  }

  private void add(String text, int from, int to) {
    long hash = state;
    long chars = word;
    int count = length;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c > ' ' && (c < 0x7F || !isSpace(c))) {
        chars = (chars << Character.SIZE) | c;
        if (++count % CHARS_IN_WORD == 0) {
          hash ^= chars;
          hash = (hash * KEY) ^ Math.multiplyHigh(hash, KEY);
          chars = 0;
        }
      }
    }
    state = hash;
    word = chars;
    length = count;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT
        || c <= 0x9F;
  }

  private void addValue(@Nullable Object value) {
    if (value instanceof String text) {
      add(text, 0, text.length());
    }
  }

  /** How many characters counted. */
  int length() {
    return length;
  }

  /** Never 0. */
  long value() {
    return mix(state, word, length);
  }

  /** Of the first sentences of a message that are long enough to be told from others. */
  static List<Long> sentences(Message message) {
    List<Long> sentences = new ArrayList<>(MOST_SENTENCES);
    String text = message.text();
    int from = endOfThoughts(text);
    for (int i = from; i < text.length() && sentences.size() < MOST_SENTENCES; i++) {
      if (isEnd(text, i)) {
        TextHash hash = new TextHash();
        hash.add(text, from, i + 1);
        if (hash.length >= LONG_SENTENCE) {
          sentences.add(hash.value());
        }
        from = i + 1;
      }
    }
    return sentences;
  }

  private static boolean isEnd(String text, int i) {
    boolean last = i + 1 == text.length();
    return switch (text.charAt(i)) {
      case '.', '!', '?', ':', ';' -> last || text.charAt(i + 1) <= ' ';
      case '\n', '。', '！', '？' -> true;
      default -> last;
    };
  }

  /** Of a text. */
  static long of(String text) {
    TextHash hash = new TextHash();
    hash.add(text, 0, text.length());
    return hash.value();
  }

  /** Of a JSON value, in whatever order its names are, and however its numbers are written. */
  static long ofValue(@Nullable Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    if (value instanceof Number number) {
      return mix(2, Double.doubleToLongBits(number.doubleValue()));
    }
    if (value instanceof List<?> list) {
      long hash = 3;
      for (Object item : list) {
        hash = mix(hash, ofValue(item));
      }
      return hash;
    }
    if (value instanceof Map<?, ?> map) {
      long sum = 5;
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        sum += mix(of(String.valueOf(entry.getKey())), ofValue(entry.getValue()));
      }
      return mix(7, sum);
    }
    return of(String.valueOf(value));
  }

  /** Of several hashes, in that order; never 0. */
  static long mix(long one, long... more) {
    long hash = one;
    for (long next : more) {
      hash = (hash ^ SEED) * FACTOR + next;
      hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
      hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
      hash ^= hash >>> 31;
    }
    return hash == 0 ? 1 : hash;
  }
}
