package dev.steno.smoke;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The users of a chat application, who all log in and speak at once, each saying the same words in
 * the same order. Needs nothing but the JDK: it runs in the application's JVM.
 *
 * <p>The application has a login form of Spring Security's, the users {@link #name} with {@link
 * #PASSWORD}, a page at {@link #PAGE}, and answers what is posted to a path as plain text. {@link
 * ChatRecords} checks what is recorded.
 */
public final class ChatUsers {
  public static final int USERS = 50;
  public static final int TURNS = 10;
  public static final String PASSWORD = "secret";
  public static final String PAGE = "/chat";
  private static final int PATIENCE_SECONDS = 60;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  private ChatUsers(int port) {
    address = "http://127.0.0.1:" + port;
  }

  public static String name(int user) {
    return "user-" + user;
  }

  /** What everybody says in that turn, at that path. */
  static String words(String path, int turn) {
    return "And what is next in " + path + "? (" + turn + ")";
  }

  static String ip(int user) {
    return "198.51.100." + user;
  }

  static boolean isMobile(int user) {
    return user % 2 == 0;
  }

  /** Lets everybody speak at each of the paths, and says who was not answered. */
  public static void speak(int port, List<String> paths) throws InterruptedException, IOException {
    ChatUsers users = new ChatUsers(port);
    ExecutorService threads = Executors.newFixedThreadPool(USERS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      int user = i;
      all.add(threads.submit(() -> users.converse(user, paths)));
    }
    int answered = 0;
    for (Future<?> each : all) {
      try {
        each.get();
        answered++;
      } catch (ExecutionException e) {
        System.out.println(e.getCause());
      }
    }
    threads.shutdown();
    System.out.println("users who were answered: " + answered);
    System.out.flush();
    awaitLines(USERS * (TURNS * paths.size() + 1));
  }

  /** On a busy machine more may be left to write than a JVM waits for at its end. */
  private static void awaitLines(int lines) throws IOException, InterruptedException {
    Path folder = Path.of(System.getProperty("user.home"), ".steno", "interactions");
    if (!Files.isDirectory(folder)) {
      return;
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try (WatchService changes = folder.getFileSystem().newWatchService()) {
      folder.register(changes, StandardWatchEventKinds.ENTRY_MODIFY);
      while (lines(folder) < lines && System.nanoTime() < deadline) {
        WatchKey changed = changes.poll(1, TimeUnit.SECONDS);
        if (changed != null) {
          changed.pollEvents();
          changed.reset();
        }
      }
    }
  }

  private static long lines(Path folder) throws IOException {
    long lines = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jsonl")) {
      for (Path file : files) {
        try (Stream<String> all = Files.lines(file)) {
          lines += all.count();
        }
      }
    }
    return lines;
  }

  private Void converse(int user, List<String> paths) throws IOException, InterruptedException {
    String form = "username=" + name(user) + "&password=" + PASSWORD;
    HttpResponse<String> login =
        send(post(user, "/login", "application/x-www-form-urlencoded", form));
    String set = login.headers().firstValue("Set-Cookie").orElseThrow();
    String cookie = set.substring(0, set.indexOf(';'));
    answered(send(request(user, PAGE).header("Cookie", cookie).GET()));
    for (String path : paths) {
      for (int turn = 0; turn < TURNS; turn++) {
        HttpRequest.Builder said = post(user, path, "text/plain", words(path, turn));
        answered(send(said.header("Cookie", cookie)));
      }
    }
    return null;
  }

  private static void answered(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 200 || answer.body().isEmpty()) {
      throw new IOException(
          answer.request().uri().getPath() + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private HttpRequest.Builder post(int user, String path, String type, String body) {
    return request(user, path)
        .header("Content-Type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(int user, String path) {
    String system = isMobile(user) ? "Linux; Android 14; Pixel 8" : "X11; Linux x86_64";
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("X-Forwarded-For", ip(user))
        .header("Accept-Language", "fr-CH")
        .header(
            "User-Agent",
            "Mozilla/5.0 (" + system + ") AppleWebKit/537.36" + (isMobile(user) ? " Mobile" : ""));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
