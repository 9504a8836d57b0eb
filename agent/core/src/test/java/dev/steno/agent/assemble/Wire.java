package dev.steno.agent.assemble;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.Speakers;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import dev.steno.agent.wire.Ending;
import dev.steno.agent.wire.Exchange;
import dev.steno.agent.wire.ExchangeReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Calls as they go over the wire, put together; JSON may be written with single quotes. */
final class Wire {
  static final Instant BEGIN = Instant.parse("2026-11-20T12:00:00Z");
  static final long CALL_NANOS = 500_000_000;
  static final Config.Linking DEFAULTS =
      new Config.Linking(
          300, true, List.of("conversation", "metadata.conversation_id", "chat.room"));

  final Linking linking;
  final Assembler assembler = new Assembler("", 1 << 20, new Origins(Speakers.NONE));
  private int calls;

  /** What is known of who makes the next calls. */
  ScopeFacts facts = ScopeFacts.NONE;

  long nanos;

  Wire(Config.Linking config) {
    this(config, 1 << 24);
  }

  Wire(Config.Linking config, long mostBytes) {
    linking = new Linking("", config, mostBytes);
  }

  /** The next calls are of that user, in that session; null for unknown. */
  Wire by(String user, String session) {
    facts = ScopeFacts.NONE;
    facts = user == null ? facts : facts.with(Source.PRINCIPAL, Fact.USER_ID, user);
    facts = session == null ? facts : facts.with(Source.INBOUND, Fact.SESSION_ID, session);
    return this;
  }

  /** A call a second later: the interactions that are complete with it. */
  List<Interaction> call(String path, String request, String answer) {
    return take(read(path, request, answer));
  }

  List<Interaction> take(Call call) {
    assembler.began(call.id(), call.parentId(), facts);
    return take(assembler.ended(call));
  }

  List<Interaction> take(List<Interaction> interactions) {
    List<Interaction> complete = new ArrayList<>();
    interactions.forEach(one -> complete.addAll(linking.take(one, nanos)));
    return complete;
  }

  /** The only interaction that is complete with the call. */
  Interaction only(String path, String request, String answer) {
    List<Interaction> complete = call(path, request, answer);
    if (complete.size() != 1) {
      throw new AssertionError(complete.size() + " interactions: " + complete);
    }
    return complete.get(0);
  }

  Call read(String path, String request, String answer) {
    int number = calls++;
    return read("call-" + number, BEGIN.plusSeconds(number), path, request, answer);
  }

  static Call read(String id, Instant begin, String path, String request, String answer) {
    return read(id, begin, path, request, 200, answer);
  }

  static Call read(
      String id, Instant begin, String path, String request, int status, String answer) {
    Exchange exchange = new Exchange(id, null, path, "model.corp", 443, begin, "test", true);
    ExchangeReader reader =
        new ExchangeReader(exchange, 1 << 22, Set.copyOf(DEFAULTS.requestFields()));
    byte[] bytes = json(request);
    reader.request(bytes, 0, bytes.length, "application/json");
    reader.response(status, "application/json", null, null);
    bytes = json(answer);
    reader.body(bytes, 0, bytes.length);
    return reader.finish(new Ending(Ending.How.END_OF_BODY, null, null, CALL_NANOS, 1L, null, 1));
  }

  private static byte[] json(String text) {
    String json = text.startsWith("{\"") ? text : text.replace('\'', '"');
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
