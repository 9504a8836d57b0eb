package dev.steno.agent.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text, as its bytes come, into a tree of bounded size.
 *
 * <p>Keeps what was read when the text ends early or is malformed. Leaves out what is nested deeper
 * than 64, and what outgrows the budget (strings are cut). Long base64 content becomes {@code
 * {"mime_type":…,"size":N,"sha256":…}}; in bodies, a vector becomes {@code {"length":N}}.
 */
public final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

  private final JsonSieve sieve;
  private final JsonFrames frames;
  private @Nullable JsonParser parser;
  private boolean malformed;
  private boolean closed;
  private boolean cut;
  private long strings;

  /** A tree of anything, that keeps no more than so many bytes of text. */
  public JsonTree(int maxKeptBytes) {
    this(new Budget(maxKeptBytes), true);
  }

  private JsonTree(Budget budget, boolean all) {
    frames = new JsonFrames(budget, all);
    sieve = new JsonSieve(budget.limit(), this::parse);
    try {
      parser = FACTORY.createNonBlockingByteArrayParser();
    } catch (IOException e) {
      malformed = true;
    }
  }

  /** A tree of a request or an answer, without vectors and what else is never kept of them. */
  static JsonTree ofBody(Budget budget) {
    return new JsonTree(budget, false);
  }

  /** Reads the next piece; the array is not kept. */
  public void feed(byte[] bytes, int offset, int length) {
    if (!malformed) {
      sieve.feed(bytes, offset, length);
      malformed |= sieve.broken();
    }
  }

  /** Ends the text and gives its tree: null when nothing was read, or its root was null. */
  public @Nullable Object finish() {
    if (!closed) {
      closed = true;
      if (!malformed && !frames.complete()) {
        sieve.finish();
        endParser();
      }
      frames.closeAll();
      closeParser();
    }
    return frames.root();
  }

  /** Whether the text was read to the end of its root. */
  public boolean whole() {
    return frames.complete();
  }

  /** Whether something was left out or cut. */
  public boolean truncated() {
    return cut || frames.truncated() || sieve.dropped();
  }

  /** Whether the text is no JSON, as far as it went. */
  boolean malformed() {
    return malformed;
  }

  /** Whether something followed the root. */
  boolean trailing() {
    return sieve.trailing();
  }

  private void parse(byte[] bytes, int length) {
    if (malformed || parser == null || frames.complete()) {
      return;
    }
    try {
      ((ByteArrayFeeder) parser.getNonBlockingInputFeeder()).feedInput(bytes, 0, length);
      drain(parser);
    } catch (IOException e) {
      malformed = true;
    }
  }

  private void endParser() {
    if (parser == null || malformed) {
      return;
    }
    try {
      parser.getNonBlockingInputFeeder().endOfInput();
      drain(parser);
    } catch (JsonEOFException e) {
      // The text ended early, which is told by the frames that are still open.
    } catch (IOException e) {
      malformed = true;
    }
  }

  private void closeParser() {
    if (parser != null) {
      try {
        parser.close();
      } catch (IOException e) {
        malformed = true;
      }
      parser = null;
    }
  }

  private void drain(JsonParser parser) throws IOException {
    while (!frames.complete()) {
      JsonToken token = parser.nextToken();
      if (token == null || token == JsonToken.NOT_AVAILABLE) {
        return;
      }
      accept(token, parser);
    }
  }

  private void accept(JsonToken token, JsonParser parser) throws IOException {
    switch (token) {
      case START_OBJECT -> frames.open(false);
      case START_ARRAY -> frames.open(true);
      case END_OBJECT, END_ARRAY -> frames.close();
      case FIELD_NAME -> {
        noteOfNextString();
        frames.name(Text.clean(parser.currentName()));
      }
      case VALUE_STRING -> string(parser);
      case VALUE_NUMBER_INT -> frames.number(parser.getNumberValue());
      case VALUE_NUMBER_FLOAT -> number(parser.getDoubleValue());
      case VALUE_TRUE -> frames.scalar(true);
      case VALUE_FALSE -> frames.scalar(false);
      default -> frames.scalar(null);
    }
  }

  private void number(double value) {
    if (Double.isFinite(value)) {
      frames.number(value);
    } else {
      frames.scalar(null);
    }
  }

  private void string(JsonParser parser) throws IOException {
    JsonSieve.Note note = noteOfNextString();
    if (note != null && note.binary() != null) {
      Map<String, @Nullable Object> binary = new LinkedHashMap<>(note.binary().toTree());
      frames.scalar(binary);
    } else if (frames.wantsStrings()) {
      frames.string(Text.clean(parser.getText()));
    } else {
      frames.scalar(null);
    }
  }

  private JsonSieve.@Nullable Note noteOfNextString() {
    JsonSieve.Note note = sieve.note(strings++);
    cut |= note != null && note.binary() == null;
    return note;
  }
}
