package dev.steno.agent.wire;

import dev.steno.agent.model.Call;
import dev.steno.agent.wire.Ending.How;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What Jazzer calls with bytes that it makes up: an exchange of any format, which is read without
 * an exception, in pieces of any size, and within the budget of text.
 *
 * <p>An input is: which endpoint, which media type, how it goes, the length of the request in two
 * bytes, the request, the answer.
 */
public final class ReaderFuzzer {
  static final int HEADER = 5;

  private static final int BUDGET = 4096;

  /** Names and numbers that are kept beside the text: each is bounded by itself. */
  private static final int BESIDE = 4096;

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "text/event-stream",
          "application/x-ndjson",
          "application/vnd.amazon.eventstream",
          "audio/mpeg",
          "text/plain",
          "");

  private static final Endpoint[] ENDPOINTS = Endpoint.values();

  private ReaderFuzzer() {}

  /** Jazzer's entry. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < HEADER) {
      return;
    }
    Endpoint endpoint = ENDPOINTS[(data[0] & 0xFF) % ENDPOINTS.length];
    int how = data[2];
    int requestEnd = Math.min(data.length, HEADER + ((data[3] & 0xFF) << 8 | (data[4] & 0xFF)));
    byte[] request = Arrays.copyOfRange(data, HEADER, requestEnd);
    byte[] answer = Arrays.copyOfRange(data, requestEnd, data.length);
    Exchange exchange =
        new Exchange("id", null, path(endpoint), "llm.corp", 443, Instant.EPOCH, "fuzz", true);
    ExchangeReader reader = new ExchangeReader(exchange, BUDGET);
    int piece = (how & 1) == 0 ? Integer.MAX_VALUE : 1 + (how >> 5 & 7);
    feed(request, piece, (bytes, length) -> reader.request(bytes, 0, length, type(how)));
    String type = TYPES.get((data[1] & 0xFF) % TYPES.size());
    reader.response((how & 2) == 0 ? 200 : 429, type, (how & 4) == 0 ? null : "gzip", "req");
    feed(answer, piece, (bytes, length) -> reader.body(bytes, 0, length));
    if ((how & 8) != 0) {
      reader.missed();
      feed(answer, piece, (bytes, length) -> reader.body(bytes, 0, length));
    }
    Call call = reader.finish(Sample.ending(How.values()[(how & 0xFF) % How.values().length]));
    int kept = Sample.textOf(call);
    if (kept > BUDGET + BESIDE) {
      throw new IllegalStateException("keeps " + kept + " bytes of text");
    }
  }

  private static String type(int how) {
    return (how & 16) == 0 ? "application/json" : "multipart/form-data; boundary=x";
  }

  /** Bytes that are not to be kept. */
  @FunctionalInterface
  private interface Feed {
    void feed(byte[] bytes, int length);
  }

  private static void feed(byte[] bytes, int piece, Feed feed) {
    int from = 0;
    while (from < bytes.length) {
      int length = Math.min(piece, bytes.length - from);
      feed.feed(Arrays.copyOfRange(bytes, from, from + length), length);
      from += length;
    }
  }

  /** A path that names this endpoint. */
  static String path(Endpoint endpoint) {
    for (String prefix :
        List.of(
            "",
            "/model/m",
            "/v1/models/m",
            "/v1/publishers/mistralai/models/m",
            "/api/v1/services/x",
            "/api/v1/apps/x")) {
      if (Endpoint.of(prefix + endpoint.suffix()) == endpoint) {
        return prefix + endpoint.suffix();
      }
    }
    throw new IllegalStateException("no path for " + endpoint);
  }

  /** A sample as an input. */
  static byte[] input(Sample sample) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    Endpoint endpoint = Endpoint.of(sample.path());
    input.write(Arrays.asList(ENDPOINTS).indexOf(endpoint));
    input.write(Math.max(0, TYPES.indexOf(sample.responseType())));
    input.write(sample.requestType().equals(Sample.JSON) ? 0 : 16);
    input.write(sample.request().length >> 8);
    input.write(sample.request().length);
    input.writeBytes(sample.request());
    input.writeBytes(sample.response());
    return input.toByteArray();
  }
}
