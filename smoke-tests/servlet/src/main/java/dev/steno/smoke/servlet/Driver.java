package dev.steno.smoke.servlet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The users of the application; prints what they see of it. */
final class Driver {
  static final int CONNECTIONS = 4;
  static final int SESSIONS = 20;
  private static final String COOKIE = "JSESSIONID=";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  private Driver(int port) {
    address = "http://127.0.0.1:" + port;
  }

  static void run(String[] args, int port, boolean canLogin) throws Exception {
    Model.at(args[0]);
    Driver driver = new Driver(port);
    driver.each(canLogin);
    driver.many(Integer.parseInt(args[1]));
    System.out.println("sessions " + Pages.sessions());
    System.out.flush();
  }

  private void each(boolean canLogin) throws Exception {
    show("plain", "/app/ask?q=plain", Map.of());
    show("anonymous", "/app/ask?q=anonymous", Map.of(Guarding.WHO, "anonymousUser"));
    show("user", "/app/ask?q=user&early=early&late=late", Map.of(Guarding.WHO, "alice"));
    show(
        "client",
        "/app/ask?q=client",
        Map.of(
            "X-Forwarded-For", "203.0.113.7, 10.0.0.1",
            "User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148",
            "Accept-Language", "de-CH, de;q=0.9, en;q=0.5"));
    show(
        "token",
        "/app/ask?q=token",
        Map.of(Guarding.WHO, "s3cr3t-opaque", "Authorization", "Bearer s3cr3t-opaque"));
    show("key", "/app/ask?q=key", Map.of(Guarding.WHO, "k-4711", "X-API-Key", "k-4711"));
    String session = cookie(show("first", "/app/session?q=first", Map.of()));
    Map<String, String> known = Map.of("Cookie", COOKIE + session, Guarding.WHO, "bob");
    // A container notes when a session was left after its answer is out: the next request on the
    // same connection comes after that.
    get("/app/missing", Map.of());
    long since = tick();
    show("untouched", "/app/ask?q=untouched", known);
    show("touched", "/app/touched?since=" + since, known);
    show("second", "/app/session?q=second", known);
    show("in-path", "/app/session;jsessionid=" + session + "?q=in-path", Map.of());
    show("unknown", "/app/ask?q=unknown", Map.of("Cookie", COOKIE + "0123456789ABCDEF.x"));
    for (String page : List.of("forward", "include", "fails", "throws", "start", "dispatch")) {
      show(page, "/app/" + page + "?q=" + page, known);
    }
    show("page", "/app/page", known);
    show("missing", "/app/missing", known);
    show("silent", "/app/ask", known);
    if (canLogin) {
      show("login", "/app/login?name=carol&q=login", Map.of());
    }
  }

  /** A time before which all that was done before is over. */
  private static long tick() {
    long before = System.currentTimeMillis();
    while (System.currentTimeMillis() < before + 5) {
      Thread.onSpinWait();
    }
    return System.currentTimeMillis();
  }

  /** Requests of different users, mixed on a few connections. */
  private void many(int requests) throws Exception {
    List<String> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      sessions.add(cookie(get("/app/session", Map.of())));
    }
    ExecutorService users = Executors.newFixedThreadPool(CONNECTIONS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      int number = i;
      all.add(users.submit(() -> one(number, sessions)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    users.shutdown();
  }

  private Void one(int number, List<String> sessions) throws Exception {
    Map<String, String> headers = new TreeMap<>();
    headers.put("X-Forwarded-For", "198.51.100." + number % 250);
    headers.put("User-Agent", "agent-" + number);
    if (number % 3 > 0) {
      headers.put(Guarding.WHO, "user-" + number);
    }
    if (number % 4 > 0) {
      headers.put("Cookie", COOKIE + sessions.get(number % SESSIONS));
    }
    String page = number % 5 == 4 ? "dispatch" : number % 5 == 3 ? "start" : "ask";
    HttpResponse<String> answer = get("/app/" + page + "?q=many-" + number, headers);
    if (answer.statusCode() != 200) {
      System.out.println("many-" + number + ": " + answer.statusCode() + answer.body());
    }
    return null;
  }

  private HttpResponse<String> show(String name, String path, Map<String, String> headers)
      throws Exception {
    HttpResponse<String> answer = get(path, headers);
    System.out.println("== " + name + " " + answer.statusCode());
    answer
        .headers()
        .map()
        .forEach(
            (header, values) -> {
              if (!header.equalsIgnoreCase("date")) {
                System.out.println(header + ": " + steady(values.toString()));
              }
            });
    System.out.println(answer.statusCode() == 500 ? "" : steady(answer.body()));
    return answer;
  }

  private String steady(String text) {
    return text.replace(address, "<address>").replaceAll("JSESSIONID=[^;]*", COOKIE + "<id>");
  }

  private HttpResponse<String> get(String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String cookie(HttpResponse<String> answer) {
    String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
    int begin = cookie.indexOf(COOKIE) + COOKIE.length();
    return cookie.substring(begin, cookie.indexOf(';', begin));
  }
}
