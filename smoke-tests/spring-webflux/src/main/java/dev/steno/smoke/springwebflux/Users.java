package dev.steno.smoke.springwebflux;

import io.netty.util.concurrent.EventExecutor;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import reactor.netty.DisposableServer;

/** The users of the application; prints what they see of it. */
public final class Users {
  static final List<String> SHAPES =
      List.of(
          "/ask/blocking",
          "/ask/mapped",
          "/ask/callable",
          "/ask/deferred",
          "/ask/published",
          "/ask/future",
          "/ask/asked",
          "/ask/then",
          "/ask/webclient",
          "/ask/streamed",
          "/ask/several",
          "/ask/zipped",
          "/ask/retried",
          "/ask/resumed",
          "/fn/mapped",
          "/fn/asked");

  static final int CONNECTIONS = 6;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private final Model model;

  private Users(int port, Model model) {
    address = "http://127.0.0.1:" + port;
    this.model = model;
  }

  /** Runs what is asked for, against the model at an address. */
  public static void main(String[] args) throws Exception {
    DisposableServer server = Application.start(args[0]);
    Users users = new Users(server.port(), new Model(args[0]));
    int many = Integer.parseInt(args[2]);
    switch (args[1]) {
      case "shapes" -> users.shapes(many);
      case "chats" -> users.chats(many, Integer.parseInt(args[3]));
      case "load" -> users.load(many);
      default -> throw new IllegalArgumentException(args[1]);
    }
    System.out.flush();
    server.disposeNow();
    System.exit(0);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Content-Type", "text/plain")
        .header("Accept", "*/*");
  }

  private HttpRequest.Builder ask(String user, String path, String words) {
    String login = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(UTF));
    return request(path)
        .header("Authorization", "Basic " + login)
        .header("User-Agent", "browser-of-" + user)
        .POST(HttpRequest.BodyPublishers.ofString(words));
  }

  private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

  private String send(HttpRequest request) throws Exception {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body().replaceAll("\\s+", " ");
  }

  private void shapes(int many) throws Exception {
    for (String shape : SHAPES) {
      System.out.println(shape + " " + send(ask("alice", shape, "alice|" + shape + "|0").build()));
    }
    System.out.println("seen " + send(request("/seen").GET().build()));
    System.out.println("page " + send(request("/page").GET().build()));
    System.out.println("none " + send(request("/none").GET().build()).substring(0, 3));
    session();
    cancel();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 1; i <= many; i++) {
      String user = "user-" + i % 17;
      String shape = SHAPES.get(i % SHAPES.size());
      String words = user + "|" + shape + "|" + i;
      answers.add(threads.submit(() -> send(ask(user, shape, words).build())));
      if (i % 10 == 0) {
        String one = "one-" + i;
        String other = "other-" + i;
        answers.add(threads.submit(() -> together(one, other)));
      }
    }
    int failed = 0;
    for (Future<String> answer : answers) {
      failed += answer.get().startsWith("200") ? 0 : 1;
    }
    threads.shutdown();
    System.out.println("failed " + failed);
    nobody();
  }

  private String together(String one, String other) throws Exception {
    synchronized (this) {
      CompletableFuture<HttpResponse<String>> first =
          client.sendAsync(
              ask(one, "/ask/together", one + "|/ask/together|0").build(),
              HttpResponse.BodyHandlers.ofString());
      String second = send(ask(other, "/ask/together", other + "|/ask/together|0").build());
      return first.join().statusCode() == 200 ? second : "failed";
    }
  }

  private void session() throws Exception {
    HttpResponse<String> first =
        client.send(
            request("/session").POST(HttpRequest.BodyPublishers.ofString("session|1")).build(),
            HttpResponse.BodyHandlers.ofString());
    String cookie = cookie(first);
    for (int i = 2; i <= 3; i++) {
      send(
          request("/session")
              .header("Cookie", cookie)
              .POST(HttpRequest.BodyPublishers.ofString("session|" + i))
              .build());
    }
    send(request("/session").POST(HttpRequest.BodyPublishers.ofString("session|other")).build());
  }

  private static String cookie(HttpResponse<String> response) {
    return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  private void cancel() {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            ask("carol", "/cancel", "carol|/cancel|0").timeout(Duration.ofMillis(1500)).build(),
            HttpResponse.BodyHandlers.ofString());
    String seen = answer.handle((got, failed) -> failed == null ? "answered" : "gone").join();
    System.out.println("cancel " + seen);
  }

  /** Each thread of the server asks, for nobody. */
  private void nobody() throws Exception {
    int thread = 0;
    for (EventExecutor loop : Application.LOOPS.onServer(true)) {
      int number = thread++;
      loop.submit(() -> model.ask("nobody|" + number)).get();
    }
  }

  private void chats(int many, int turns) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(many);
    List<Future<String>> chats = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      int number = i;
      chats.add(threads.submit(() -> chat(number, turns)));
    }
    for (Future<String> chat : chats) {
      System.out.println(chat.get());
    }
    threads.shutdown();
  }

  private String chat(int number, int turns) throws Exception {
    String user = "user-" + number;
    String form = "username=" + URLEncoder.encode(user, UTF) + "&password=" + user;
    HttpResponse<String> login =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String cookie = cookie(login);
    int good = 0;
    for (int turn = 0; turn < turns; turn++) {
      for (String way : List.of("blocking", "stream", "loop")) {
        String words = way + " " + (turn % 3 == 0 ? "order" : "turn") + " " + turn;
        HttpRequest.Builder ask =
            request("/chat/" + way)
                .header("Cookie", cookie)
                .header("X-Number", String.valueOf(1000 + number))
                .header("User-Agent", "browser-of-" + user)
                .POST(HttpRequest.BodyPublishers.ofString(words));
        good += send(ask.build()).equals("200 re: " + words) ? 1 : 0;
      }
    }
    return user + " " + good;
  }

  /** What stays after many requests is what stayed after a few. */
  private void load(int many) throws Exception {
    quick(2_000);
    long before = used();
    quick(many);
    long after = used();
    System.out.println("grown " + (after - before) / 1024 + " KiB");
  }

  private void quick(int many) throws Exception {
    HttpRequest request = request("/quick").GET().build();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      all.add(
          threads.submit(
              () -> {
                for (int k = 0; k < many / CONNECTIONS; k++) {
                  client.send(request, HttpResponse.BodyHandlers.ofString());
                }
                return null;
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }
    threads.shutdown();
    if (!threads.awaitTermination(5, java.util.concurrent.TimeUnit.MINUTES)) {
      throw new IllegalStateException("too slow");
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
