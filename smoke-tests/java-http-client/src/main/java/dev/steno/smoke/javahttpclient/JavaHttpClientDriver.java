package dev.steno.smoke.javahttpclient;

import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Drives {@link HttpClient}. */
public final class JavaHttpClientDriver implements Driver {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.ASYNC,
        Ability.ASYNC_CANCEL,
        Ability.STREAM,
        Ability.ASYNC_STREAM,
        Ability.PUSH,
        Ability.INPUT_STREAM,
        Ability.INTERRUPT,
        Ability.BODY_ONCE,
        Ability.HTTP2);
  }

  @Override
  public Reply send(Request request) throws Exception {
    return reply(client(request).send(of(request).build(), BodyHandlers.ofByteArray()));
  }

  @Override
  public CompletableFuture<Reply> sendAsync(Request request) {
    return client(request)
        .sendAsync(of(request).build(), BodyHandlers.ofByteArray())
        .thenApply(JavaHttpClientDriver::reply);
  }

  @Override
  public Body open(Request request) throws Exception {
    return new StreamBody(client(request).send(of(request).build(), BodyHandlers.ofInputStream()));
  }

  @Override
  public CompletableFuture<Body> openAsync(Request request) {
    return client(request)
        .sendAsync(of(request).build(), BodyHandlers.ofInputStream())
        .thenApply(StreamBody::new);
  }

  @Override
  public void push(Request request, Consumer<byte[]> consumer) throws Exception {
    client(request)
        .send(
            of(request).build(),
            BodyHandlers.ofByteArrayConsumer(piece -> piece.ifPresent(consumer)));
  }

  @Override
  public Map<String, Shape> more() {
    return new JavaHttpClientShapes(client).all();
  }

  @Override
  public List<String> framesByChance() {
    // Its threads hand a call on to each other, and whether one had to wait shows in the stack.
    return List.of("jdk.internal.net.http.");
  }

  private HttpClient client(Request request) {
    return request.http2() ? upgraded(request) : client;
  }

  /** Servers do not change the protocol for a request with a body: one without it comes first. */
  private static HttpClient upgraded(Request request) {
    HttpClient upgraded = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    upgraded.sendAsync(of(request).GET().build(), BodyHandlers.discarding()).join();
    return upgraded;
  }

  static HttpRequest.Builder of(Request request) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(request.url())).timeout(request.timeout());
    request.headers().forEach(builder::header);
    return request.method().equals("GET") ? builder.GET() : builder.POST(body(request));
  }

  private static BodyPublisher body(Request request) {
    return request.content().once()
        ? BodyPublishers.fromPublisher(new ContentPublisher(request.content()))
        : BodyPublishers.ofByteArray(request.content().take());
  }

  private static Reply reply(HttpResponse<byte[]> response) {
    return new Reply(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        response.body(),
        facts(response));
  }

  /** What the application can see of a response, but for its body. */
  static Map<String, ?> facts(HttpResponse<?> response) {
    return Map.of(
        "class", response.getClass().getName(),
        "class of body",
            String.valueOf(response.body() == null ? null : response.body().getClass()),
        "class of request", response.request().getClass().getName(),
        "class of request's body", response.request().bodyPublisher().map(Object::getClass),
        "headers", response.headers().map().keySet(),
        "previous", response.previousResponse().map(HttpResponse::statusCode),
        "protocol", response.version());
  }

  private record StreamBody(HttpResponse<InputStream> response) implements Body {
    private static final int BUFFER = 8_192;

    @Override
    public int status() {
      return response.statusCode();
    }

    @Override
    public byte[] next() throws IOException {
      byte[] buffer = new byte[BUFFER];
      int read = response.body().read(buffer);
      return read < 0 ? null : Arrays.copyOf(buffer, read);
    }

    @Override
    public InputStream stream() {
      return response.body();
    }

    @Override
    public Map<String, ?> facts() {
      return JavaHttpClientDriver.facts(response);
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }
}
