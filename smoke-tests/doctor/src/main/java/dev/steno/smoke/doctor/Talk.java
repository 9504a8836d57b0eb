package dev.steno.smoke.doctor;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Asks a model some questions. */
public final class Talk {
  private static final int MOST_LOOKS = 1_500;

  private Talk() {}

  /** The model's base URL, how many questions, and {@code jmx} to print what Steno's bean says. */
  public static void main(String[] args) throws Exception {
    MBeanServer server = args.length > 2 ? ManagementFactory.getPlatformMBeanServer() : null;
    ObjectName name = new ObjectName("dev.steno:type=Health");
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
      System.out.println(client.send(question, BodyHandlers.ofString()).statusCode());
    }
    if (server != null) {
      CountDownLatch never = new CountDownLatch(1);
      for (int looks = 0; looks < MOST_LOOKS && !server.isRegistered(name); looks++) {
        never.await(20, TimeUnit.MILLISECONDS);
      }
      System.out.println("registered " + server.isRegistered(name));
      System.out.println("captured " + server.getAttribute(name, "Captured"));
      System.out.println("version " + server.getAttribute(name, "Version"));
    }
  }
}
