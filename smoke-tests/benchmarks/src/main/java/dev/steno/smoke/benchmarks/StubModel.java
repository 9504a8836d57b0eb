package dev.steno.smoke.benchmarks;

import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.LoopbackServer.Manner;
import dev.steno.smoke.LoopbackServer.Reply;
import dev.steno.smoke.LoopbackServer.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A model that answers at once, whole or in as many chunks as its path says. */
final class StubModel implements AutoCloseable {
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1741570283,\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,"
          + "\"delta\":{%s},\"finish_reason\":%s}]}\n\n";
  private static final String USAGE =
      "data: {\"id\":\"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1741570283,\"model\":\"gpt-4o-2024-08-06\",\"choices\":[],"
          + "\"usage\":{\"prompt_tokens\":220,\"completion_tokens\":20,\"total_tokens\":240}}\n\n";

  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final LoopbackServer server = new LoopbackServer(this::answer);

  String url() {
    return server.url();
  }

  /** The URL that a client is given so that it gets so many chunks. */
  static String base(String url, int chunks) {
    return url + "/" + chunks + "/v1";
  }

  private Reply answer(Request request) {
    return replies.computeIfAbsent(request.path(), StubModel::reply);
  }

  private static Reply reply(String path) {
    int chunks = Integer.parseInt(path.substring(1, path.indexOf('/', 1)));
    if (chunks == 0) {
      return Reply.of(200, MemoryModel.answer());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    add(body, CHUNK.formatted("\"role\":\"assistant\",\"content\":\"Your\"", "null"));
    for (int i = 2; i < chunks; i++) {
      add(body, CHUNK.formatted("\"content\":\" order\"", "null"));
    }
    add(body, CHUNK.formatted("", "\"stop\""));
    add(body, USAGE);
    add(body, "data: [DONE]\n\n");
    body.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return new Reply(
        Manner.WHOLE,
        200,
        "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n",
        body.toByteArray());
  }

  private static void add(ByteArrayOutputStream body, String event) {
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    body.writeBytes(
        (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(bytes);
    body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() {
    server.close();
  }
}
