package dev.steno.smoke.exporters;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks a model, one question after the other, and then a gate whether it may end. */
public final class Talk {
  private Talk() {}

  /** The model's base URL, how many questions, and the gate's URL. */
  public static void main(String[] args) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      String body =
          "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"question "
              + i
              + ".\"}]}";
      HttpRequest question =
          HttpRequest.newBuilder(URI.create(args[0] + "/chat/completions"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      System.out.println(client.send(question, BodyHandlers.ofString()).body());
    }
    if (args.length > 2) {
      HttpRequest gate = HttpRequest.newBuilder(URI.create(args[2])).build();
      System.out.println(client.send(gate, BodyHandlers.ofString()).body());
    }
  }
}
