package dev.steno.smoke.javahttpclient;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.steno.smoke.contract.FlowBody;
import dev.steno.smoke.contract.Lines;
import dev.steno.smoke.contract.Model;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import dev.steno.smoke.contract.Transcript;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What only this client has: its handlers and publishers of bodies, and redirects. */
final class JavaHttpClientShapes {
  private final HttpClient client;

  JavaHttpClientShapes(HttpClient client) {
    this.client = client;
  }

  Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("of-string", (model, out) -> whole(model, BodyHandlers.ofString(), out));
    shapes.put("of-file", this::ofFile);
    shapes.put("discarding", (model, out) -> whole(model, BodyHandlers.discarding(), out));
    shapes.put("replacing", (model, out) -> whole(model, BodyHandlers.replacing("mine"), out));
    shapes.put("mapping", this::mapping);
    shapes.put("handler-throws", this::handlerThrows);
    shapes.put("of-lines", this::ofLines);
    shapes.put("of-lines-closed-early", this::ofLinesClosedEarly);
    shapes.put("from-line-subscriber", this::fromLineSubscriber);
    shapes.put("of-publisher", this::ofPublisher);
    shapes.put("of-publisher-cancelled", this::ofPublisherCancelled);
    shapes.put("publishing-string", this::publishingString);
    shapes.put("publishing-input-stream", this::publishingInputStream);
    shapes.put("redirected", this::redirected);
    shapes.put("close-reaches-server", this::closeReachesServer);
    return shapes;
  }

  private <T> void whole(Model model, BodyHandler<T> handler, Transcript out) throws Exception {
    tell(client.send(chat(model), handler), out);
  }

  private static HttpRequest chat(Model model) {
    return JavaHttpClientDriver.of(model.chat(Model.NAME)).build();
  }

  private static <T> void tell(HttpResponse<T> response, Transcript out) {
    out.fact("status", response.statusCode());
    out.fact("body", response.body());
    out.facts(JavaHttpClientDriver.facts(response));
  }

  private void ofFile(Model model, Transcript out) throws Exception {
    Path file = Files.createTempFile("answer", ".json");
    HttpResponse<Path> response = client.send(chat(model), BodyHandlers.ofFile(file));
    out.fact("same file", response.body().equals(file));
    out.facts(JavaHttpClientDriver.facts(response));
    out.fact("text", Files.readString(file));
    Files.delete(file);
  }

  private void mapping(Model model, Transcript out) throws Exception {
    BodyHandler<Integer> length =
        head -> {
          out.fact("status that the handler sees", head.statusCode());
          return BodySubscribers.mapping(
              BodySubscribers.ofString(StandardCharsets.UTF_8), String::length);
        };
    whole(model, length, out);
  }

  private void handlerThrows(Model model, Transcript out) throws Exception {
    whole(
        model,
        head -> {
          throw new IllegalStateException("thrown by the application");
        },
        out);
  }

  private void ofLines(Model model, Transcript out) throws Exception {
    try (Stream<String> lines = client.send(slow(model), BodyHandlers.ofLines()).body()) {
      out.type("class of body", lines);
      lines.forEach(line -> out.fact("line", line));
    }
  }

  private void ofLinesClosedEarly(Model model, Transcript out) throws Exception {
    try (Stream<String> lines = client.send(slow(model), BodyHandlers.ofLines()).body()) {
      Iterator<String> iterator = lines.iterator();
      for (int i = 0; i < 5; i++) {
        out.fact("line", iterator.next());
      }
    }
  }

  private static HttpRequest slow(Model model) {
    return JavaHttpClientDriver.of(model.rawStream("slow")).build();
  }

  private void fromLineSubscriber(Model model, Transcript out) throws Exception {
    Flow.Subscriber<String> subscriber = new LineSubscriber(out);
    HttpResponse<Void> response =
        client.send(slow(model), BodyHandlers.fromLineSubscriber(subscriber));
    tell(response, out);
  }

  private void ofPublisher(Model model, Transcript out) throws Exception {
    try (FlowBody<List<ByteBuffer>> body = open(model)) {
      new Lines(body).read(Integer.MAX_VALUE, out);
      out.facts(body.facts());
    }
  }

  private void ofPublisherCancelled(Model model, Transcript out) throws Exception {
    try (FlowBody<List<ByteBuffer>> body = open(model)) {
      new Lines(body).read(3, out);
      body.cancel();
      // Nothing tells that no more comes, but time.
      TimeUnit.MILLISECONDS.sleep(200);
      Map<String, Object> facts = new LinkedHashMap<>(body.facts());
      facts.remove("ended"); // on JDK 25, whether the subscriber is told is a matter of chance
      out.facts(facts);
    }
  }

  private FlowBody<List<ByteBuffer>> open(Model model) throws Exception {
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
        client.send(slow(model), BodyHandlers.ofPublisher());
    FlowBody<List<ByteBuffer>> body =
        new FlowBody<>(
            response.statusCode(),
            JavaHttpClientShapes::bytes,
            JavaHttpClientDriver.facts(response));
    response.body().subscribe(body);
    return body;
  }

  private static byte[] bytes(List<ByteBuffer> buffers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer buffer : buffers) {
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  /** A server that sends for as long as it can, and knows when it cannot. */
  private void closeReachesServer(Model model, Transcript out) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> sendEndlessly(exchange, closed));
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/chat/completions";
    Request request = model.stream(Model.NAME).to(url);
    try (InputStream in =
        client
            .send(JavaHttpClientDriver.of(request).build(), BodyHandlers.ofInputStream())
            .body()) {
      out.fact("first byte", in.read());
    }
    out.fact("the server knows", closed.await(10, TimeUnit.SECONDS));
    server.stop(0);
  }

  private static void sendEndlessly(HttpExchange exchange, CountDownLatch closed)
      throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    byte[] event =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Paris\"}}]}\n\n"
            .getBytes(StandardCharsets.UTF_8);
    try (OutputStream body = exchange.getResponseBody()) {
      while (true) {
        body.write(event);
        body.flush();
      }
    } catch (IOException expected) {
      closed.countDown();
    }
  }

  private void publishingString(Model model, Transcript out) throws Exception {
    Request request = model.chat(Model.NAME);
    String text = new String(request.content().take(), StandardCharsets.UTF_8);
    HttpRequest http = JavaHttpClientDriver.of(request).POST(BodyPublishers.ofString(text)).build();
    tell(client.send(http, BodyHandlers.ofString()), out);
  }

  private void publishingInputStream(Model model, Transcript out) throws Exception {
    Request request = model.chat(Model.NAME).once();
    HttpRequest http =
        JavaHttpClientDriver.of(request)
            .POST(
                BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(request.content().take())))
            .build();
    tell(client.send(http, BodyHandlers.ofString()), out);
    out.fact("times the body was taken", request.content().taken());
  }

  private void redirected(Model model, Transcript out) throws Exception {
    HttpClient following =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    Request request = model.chat(Model.NAME);
    Request moved = request.to(request.url().replace("/v1", "/moved/v1"));
    tell(following.send(JavaHttpClientDriver.of(moved).build(), BodyHandlers.ofString()), out);
  }

  /** Tells each line, and asks for the next. */
  private static final class LineSubscriber implements Flow.Subscriber<String> {
    private final Transcript out;
    private Flow.Subscription subscription;

    LineSubscriber(Transcript out) {
      this.out = out;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      subscription.request(1);
    }

    @Override
    public void onNext(String line) {
      out.fact("line", line);
      subscription.request(1);
    }

    @Override
    public void onError(Throwable thrown) {
      out.thrown(thrown);
    }

    @Override
    public void onComplete() {
      out.fact("complete", true);
    }
  }
}
