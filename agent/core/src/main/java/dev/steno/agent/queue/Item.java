package dev.steno.agent.queue;

import dev.steno.agent.model.Event;
import dev.steno.agent.spi.Step;
import dev.steno.agent.wire.Ending;
import dev.steno.agent.wire.Exchange;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What the application's threads tell the writer of one call or one step, in order; all but its
 * bytes and facts is small.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying them is what is avoided
public sealed interface Item extends Outbox.Weighed {
  /** What an item weighs without its bytes: itself, its strings, its place in the queue. */
  int BASE_WEIGHT = 256;

  /** The same of one with bytes, whose strings are those of others. */
  int BYTES_WEIGHT = 96;

  /** The id of the call's exchange, or of the step. */
  String id();

  @Override
  default int weight() {
    return BASE_WEIGHT;
  }

  /** The call began; {@code facts} are known of who speaks. */
  record Begin(Exchange exchange, ScopeFacts facts) implements Item {
    /** It has the call's id, host and path, which no other item has. */
    private static final int WEIGHT = 448;

    @Override
    public String id() {
      return exchange.id();
    }

    @Override
    public int weight() {
      return WEIGHT + facts.weight();
    }
  }

  /** Bytes of the request; {@code gap} says that some before these were lost. */
  record Request(String id, byte[] bytes, int length, @Nullable String contentType, boolean gap)
      implements Item {
    @Override
    public int weight() {
      return BYTES_WEIGHT + bytes.length;
    }
  }

  /** The answer's head. */
  record Response(
      String id,
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String requestId)
      implements Item {}

  /** A layer below the one that tells the call made a request of it, and got this head. */
  record Below(
      String id,
      String instrumentation,
      @Nullable String host,
      @Nullable Integer port,
      int status,
      @Nullable String requestId)
      implements Item {}

  /** Bytes of the answer; {@code gap} says that some before these were lost. */
  record Body(String id, byte[] bytes, int length, boolean gap) implements Item {
    @Override
    public int weight() {
      return BYTES_WEIGHT + bytes.length;
    }
  }

  /** The call is not recorded after all, for a reason in {@code snake_case}. */
  record Drop(String id, String reason) implements Item {}

  /** The call ended; {@code gap} says that bytes before the end were lost. */
  record End(String id, Ending ending, boolean gap) implements Item {}

  /**
   * A step began inside of the call or step with that id, or of nothing; {@code facts} are known of
   * who speaks.
   */
  record StepBegin(
      String id,
      @Nullable String parentId,
      Step.Kind kind,
      String instrumentation,
      Instant startedAt,
      ScopeFacts facts)
      implements Item {
    @Override
    public int weight() {
      return BASE_WEIGHT + facts.weight();
    }
  }

  /** A fact of a step; the value is a JSON tree, and {@code bytes} what it takes. */
  record StepFact(String id, Step.Fact fact, @Nullable Object value, int bytes) implements Item {
    @Override
    public int weight() {
      return BASE_WEIGHT + bytes;
    }
  }

  /**
   * A step ended.
   *
   * @param bare whether nothing of its kind was recorded inside of it
   * @param cut whether something that was told of it was lost
   */
  record StepEnd(String id, Ending ending, boolean bare, boolean cut) implements Item {}

  /**
   * Something happened that is no interaction.
   *
   * @param parentId the call or step that it happened in, or null
   * @param interactionId the interaction that it is told to belong to, or null
   * @param fields JSON trees by name
   * @param content of an attachment, its bytes; else null
   * @param bytes what fields and content take
   */
  record Happened(
      String id,
      @Nullable String parentId,
      @Nullable String interactionId,
      Event.Kind kind,
      Instant at,
      ScopeFacts facts,
      @Nullable String name,
      Map<String, @Nullable Object> fields,
      byte @Nullable [] content,
      int bytes)
      implements Item {
    @Override
    public int weight() {
      return BASE_WEIGHT + bytes + facts.weight();
    }

    /** The same without content; its fields take that much. */
    public Happened without(int fieldBytes) {
      return new Happened(
          id, parentId, interactionId, kind, at, facts, name, fields, null, fieldBytes);
    }
  }

  /** Somebody waits for all that came before. */
  record Flush(CountDownLatch done) implements Item {
    @Override
    public String id() {
      return "";
    }
  }
}
