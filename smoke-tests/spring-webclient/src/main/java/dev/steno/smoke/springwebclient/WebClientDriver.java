package dev.steno.smoke.springwebclient;

import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drives a {@link WebClient}, whatever connector it has. */
abstract class WebClientDriver implements Driver {
  private final WebClient client = client(connector(Request.PATIENT, false));

  /** One that does not wait for longer than that, if it can. */
  abstract ClientHttpConnector connector(Duration timeout, boolean http2);

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.ASYNC,
        Ability.ASYNC_CANCEL,
        Ability.STREAM,
        Ability.ASYNC_STREAM,
        Ability.PUSH,
        Ability.BACK_PRESSURE,
        Ability.CANCEL,
        Ability.HOLDS_ANSWERS,
        Ability.INTERRUPT,
        Ability.BODY_ONCE,
        Ability.HTTP2);
  }

  static WebClient client(ClientHttpConnector connector) {
    return WebClient.builder()
        .clientConnector(connector)
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(-1))
        .build();
  }

  WebClient client() {
    return client;
  }

  WebClient client(Request request) {
    return request.http2() || !request.timeout().equals(Request.PATIENT)
        ? client(connector(request.timeout(), request.http2()))
        : client;
  }

  @Override
  public Reply send(Request request) {
    return reply(request).block();
  }

  @Override
  public CompletableFuture<Reply> sendAsync(Request request) {
    return reply(request).toFuture();
  }

  Mono<Reply> reply(Request request) {
    return of(client(request), request)
        .exchangeToMono(response -> response.toEntity(byte[].class))
        .map(WebClientDriver::reply);
  }

  static WebClient.RequestHeadersSpec<?> of(WebClient client, Request request) {
    WebClient.RequestBodySpec spec =
        client.method(HttpMethod.valueOf(request.method())).uri(URI.create(request.url()));
    request.headers().forEach(spec::header);
    if (request.method().equals("GET")) {
      return spec;
    }
    return request.content().once()
        ? spec.body(BodyInserters.fromPublisher(Contents.inPieces(request.content()), byte[].class))
        : spec.bodyValue(request.content().take());
  }

  private static Reply reply(ResponseEntity<byte[]> entity) {
    byte[] body = entity.getBody();
    return new Reply(
        Contents.status(entity),
        String.valueOf(entity.getHeaders().getFirst("Content-Type")),
        body == null ? new byte[0] : body,
        Map.of(
            "class", entity.getClass().getName(),
            "headers", entity.getHeaders().toSingleValueMap().keySet()));
  }

  @Override
  public Body open(Request request) throws Exception {
    try {
      return openAsync(request).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public CompletableFuture<Body> openAsync(Request request) {
    OpenedBody opened = new OpenedBody();
    of(client(request), request).exchangeToFlux(opened::answered).subscribe(opened);
    return opened.body();
  }

  @Override
  public void push(Request request, Consumer<byte[]> consumer) {
    of(client(request), request)
        .exchangeToFlux(response -> bytes(response.bodyToFlux(DataBuffer.class)))
        .doOnNext(consumer)
        .blockLast();
  }

  static Flux<byte[]> bytes(Flux<DataBuffer> buffers) {
    return buffers.map(
        buffer -> {
          byte[] bytes = new byte[buffer.readableByteCount()];
          buffer.read(bytes);
          DataBufferUtils.release(buffer);
          return bytes;
        });
  }

  @Override
  public Map<String, Shape> more() {
    return new WebClientShapes(this).all();
  }

  /** How far a thread gets before it hands on; and Reactor's own frames tell who may fuse. */
  @Override
  public List<String> framesByChance() {
    return List.of("io.netty.", "reactor.core.publisher.", "jdk.internal.net.http.");
  }
}
