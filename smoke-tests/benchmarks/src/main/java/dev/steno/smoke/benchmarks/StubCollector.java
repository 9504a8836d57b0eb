package dev.steno.smoke.benchmarks;

import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.LoopbackServer.Manner;
import dev.steno.smoke.LoopbackServer.Reply;
import dev.steno.smoke.LoopbackServer.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where all agents send what they have: it takes everything, and counts traces and spans; or it
 * never answers.
 */
final class StubCollector implements AutoCloseable {
  private static final Pattern TRACE_COUNT =
      Pattern.compile("(?i)\\nX-Datadog-Trace-Count:\\s*(\\d+)");
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SCOPE = 1;
  private static final int SPANS = 2;
  private static final int NAME = 1;

  private final boolean silent;
  private final Map<String, Long> counts = new TreeMap<>();
  private final LoopbackServer server = new LoopbackServer(this::answer);

  StubCollector(boolean silent) {
    this.silent = silent;
  }

  String url() {
    return server.url();
  }

  /** Spans since the last time, by the name of their scope; Datadog's traces as {@code datadog}. */
  synchronized Map<String, Long> take() {
    Map<String, Long> taken = new TreeMap<>(counts);
    counts.clear();
    return taken;
  }

  private Reply answer(Request request) {
    String path = request.path();
    if (silent && !path.equals("/info")) {
      return Reply.of(200, "").in(Manner.SILENCE);
    }
    if (path.equals("/info")) {
      return Reply.of(200, "{\"version\":\"7.60.0\",\"endpoints\":[\"/v0.4/traces\"]}");
    }
    if (path.equals("/v1/traces")) {
      countSpans(request.body());
    }
    Matcher traces = TRACE_COUNT.matcher(request.head());
    if (path.endsWith("/traces") && traces.find()) {
      count("datadog", Long.parseLong(traces.group(1)));
      return Reply.of(200, "{\"rate_by_service\":{}}");
    }
    // An empty message is an OTLP response of which all was taken.
    return path.startsWith("/v1/")
        ? new Reply(Manner.WHOLE, 200, "Content-Type: application/x-protobuf\r\n", new byte[0])
        : Reply.of(200, "{\"id\": 7, \"capabilities\": []}");
  }

  private synchronized void count(String what, long many) {
    counts.merge(what, many, Long::sum);
  }

  private void countSpans(byte[] request) {
    ByteBuffer message = ByteBuffer.wrap(request);
    for (ByteBuffer resource = next(message, RESOURCE_SPANS);
        resource != null;
        resource = next(message, RESOURCE_SPANS)) {
      for (ByteBuffer scope = next(resource, SCOPE_SPANS);
          scope != null;
          scope = next(resource, SCOPE_SPANS)) {
        ByteBuffer named = next(scope.duplicate(), SCOPE);
        ByteBuffer name = named == null ? null : next(named, NAME);
        long spans = 0;
        while (next(scope, SPANS) != null) {
          spans++;
        }
        count(name == null ? "?" : StandardCharsets.UTF_8.decode(name).toString(), spans);
      }
    }
  }

  /** The next field of that number in a Protobuf message, or null; all before it is passed over. */
  private static ByteBuffer next(ByteBuffer message, int number) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      switch ((int) (tag & 7)) {
        case 0 -> varint(message);
        case 1 -> message.position(message.position() + Long.BYTES);
        case 5 -> message.position(message.position() + Integer.BYTES);
        default -> {
          int length = (int) varint(message);
          ByteBuffer value = message.slice(message.position(), length);
          message.position(message.position() + length);
          if (tag >>> 3 == number) {
            return value;
          }
        }
      }
    }
    return null;
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    int shift = 0;
    byte b;
    do {
      b = message.get();
      value |= (long) (b & 0x7f) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }

  @Override
  public void close() {
    server.close();
  }
}
