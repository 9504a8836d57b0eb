package dev.steno.smoke.delivery;

import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.LoopbackServer.Reply;
import dev.steno.smoke.LoopbackServer.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A model that answers at once, with the name of the question. */
final class QuickModel implements AutoCloseable {
  private static final String QUESTION = "question ";

  private final LoopbackServer server = new LoopbackServer(QuickModel::answer);

  String url() {
    return server.url() + "/v1";
  }

  private static Reply answer(Request request) throws IOException {
    String asked = new String(request.body(), StandardCharsets.ISO_8859_1);
    int from = asked.indexOf(QUESTION) + QUESTION.length();
    String name = from < QUESTION.length() ? "?" : asked.substring(from, asked.indexOf('.', from));
    return Reply.of(
        200,
        "{\"id\":\"chatcmpl-"
            + name
            + "\",\"object\":\"chat.completion\",\"created\":1763500000,"
            + "\"model\":\"gpt-4o-2024-08-06\",\"choices\":[{\"index\":0,\"message\":{"
            + "\"role\":\"assistant\",\"content\":\"answer "
            + name
            + ".\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":2,\"total_tokens\":10}}");
  }

  @Override
  public void close() {
    server.close();
  }
}
