package dev.steno.agent.export;

import dev.steno.agent.model.Billed;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An entry of any shape that there can be, by chance; the same for the same seed. */
final class AnyEntry {
  private static final String[] TEXTS = {
    "",
    "a",
    "type",
    "_",
    "fields",
    "id",
    "Привет 👋",
    "\u0000\u2028\n\"\\",
    "é".repeat(300),
    "{}",
    "null"
  };
  private static final String[] OPERATIONS = {
    "chat", "execute_tool", "retrieval", "invoke_agent", "guardrail", "embeddings"
  };

  private final Random random;

  AnyEntry(long seed) {
    random = new Random(seed);
  }

  Entry entry() {
    return random.nextInt(3) == 0 ? event() : interaction();
  }

  private Event event() {
    Map<String, @Nullable Object> fields = map(2);
    if (chance()) {
      fields.put("properties", map(1));
    }
    byte[] content = null;
    if (chance()) {
      content = new byte[random.nextInt(100)];
      random.nextBytes(content);
    }
    Event.Kind[] kinds = Event.Kind.values();
    return new Event(
        text(),
        kinds[random.nextInt(kinds.length)],
        orNull(this::text),
        orNull(this::text),
        instant(),
        origin(),
        orNull(this::text),
        fields,
        content);
  }

  private Interaction interaction() {
    return new Interaction(
        text(),
        text(),
        text(),
        chance(),
        orNull(this::text),
        instant(),
        nanos(),
        orNull(this::nanos),
        outcome(),
        orNull(this::failure),
        orNull(this::text),
        orNull(this::text),
        orNull(this::usage),
        orNull(this::cost),
        list(this::call),
        map(1),
        origin());
  }

  private Call call() {
    Detail detail = orNull(this::detail);
    return new Call(
        text(),
        orNull(this::text),
        OPERATIONS[random.nextInt(OPERATIONS.length)],
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        chance(),
        instant(),
        nanos(),
        orNull(this::nanos),
        orNull(this::nanos),
        random.nextInt(5),
        orNull(() -> random.nextInt(600)),
        orNull(this::text),
        orNull(() -> random.nextInt(65536)),
        orNull(this::text),
        map(2),
        list(this::part),
        list(this::message),
        list(this::message),
        list(() -> (Object) map(2)),
        list(this::text),
        orNull(this::usage),
        orNull(this::cost),
        map(1),
        detail,
        outcome(),
        orNull(this::failure),
        chance(),
        list(this::text));
  }

  private Detail detail() {
    return switch (random.nextInt(4)) {
      case 0 ->
          new Detail.Tool(
              orNull(this::text),
              orNull(this::text),
              orNull(this::text),
              value(3),
              value(3),
              "inferred");
      case 1 ->
          new Detail.Retrieval(
              orNull(this::text),
              orNull(
                  () ->
                      list(
                          () ->
                              new Detail.Document(
                                  orNull(this::text),
                                  orNull(random::nextDouble),
                                  orNull(this::text)))));
      case 2 ->
          new Detail.Agent(orNull(this::text), orNull(this::text), orNull(this::text), map(1));
      default -> new Detail.Guardrail(orNull(this::text), value(3));
    };
  }

  private Message message() {
    return new Message(text(), list(this::part), orNull(this::text), orNull(this::text));
  }

  private Part part() {
    return new Part(text(), map(3));
  }

  private Usage usage() {
    Map<Billed, Long> billed = new EnumMap<>(Billed.class);
    for (Billed what : Billed.values()) {
      if (random.nextInt(8) == 0) {
        billed.put(what, random.nextLong());
      }
    }
    return new Usage(
        orNull(random::nextLong),
        orNull(() -> (long) random.nextInt()),
        orNull(() -> 0L),
        orNull(random::nextLong),
        orNull(random::nextLong),
        billed);
  }

  private Cost cost() {
    return new Cost(
        new BigDecimal(BigInteger.valueOf(random.nextInt(1 << 30)), random.nextInt(25)), text());
  }

  private Failure failure() {
    return new Failure(text(), orNull(this::text), orNull(() -> random.nextInt(600)));
  }

  private Outcome outcome() {
    return Outcome.values()[random.nextInt(Outcome.values().length)];
  }

  private Origin origin() {
    if (random.nextInt(4) == 0) {
      return Origin.UNKNOWN;
    }
    Client client =
        new Client(
            orNull(this::text),
            orNull(this::text),
            orNull(this::text),
            orNull(this::text),
            orNull(this::text),
            orNull(this::text));
    return new Origin(
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        client,
        orNull(this::text),
        orNull(this::text),
        orNull(this::text),
        map(1));
  }

  private Instant instant() {
    long micros = random.nextInt(1_000_000) * 1_000L;
    return Instant.ofEpochSecond(
        random.nextInt(2_000_000_000), micros + (chance() ? random.nextInt(1_000) : 0));
  }

  private long nanos() {
    return random.nextInt(10) == 0
        ? -random.nextInt(1_000)
        : random.nextLong() >>> random.nextInt(63) + 1;
  }

  private String text() {
    String text = TEXTS[random.nextInt(TEXTS.length)];
    return chance() ? text : text + random.nextInt(1_000);
  }

  private Map<String, @Nullable Object> map(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(text(), value(depth - 1));
    }
    return map;
  }

  private @Nullable Object value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> null;
      case 1 -> text();
      case 2 -> random.nextInt();
      case 3 -> (1L << 40) + random.nextInt();
      case 4 -> chance();
      case 5 -> random.nextGaussian();
      case 6 -> BigInteger.ONE.shiftLeft(70);
      case 7 -> map(depth);
      default -> {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          values.add(value(depth - 1));
        }
        yield values;
      }
    };
  }

  private <T> List<T> list(Supplier<T> one) {
    List<T> list = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      list.add(one.get());
    }
    return list;
  }

  private <T> @Nullable T orNull(Supplier<T> value) {
    return chance() ? value.get() : null;
  }

  private boolean chance() {
    return random.nextBoolean();
  }
}
