package dev.steno.smoke.springwebclient;

import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** With the JDK's client, which has a connector since Spring 6.0. */
public class JdkConnectorDriver extends WebClientDriver {
  @Override
  ClientHttpConnector connector(Duration timeout, boolean http2) {
    return connector(
        HttpClient.newBuilder()
            .version(http2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .build());
  }

  private static ClientHttpConnector connector(HttpClient client) {
    try {
      return Class.forName("org.springframework.http.client.reactive.JdkClientHttpConnector")
          .asSubclass(ClientHttpConnector.class)
          .getConstructor(HttpClient.class)
          .newInstance(client);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  Mono<Reply> reply(Request request) {
    return request.timeout().equals(Request.PATIENT)
        ? super.reply(request)
        : super.reply(request).timeout(request.timeout());
  }

  /** Which of the client's two pools has the last of an answer is chance: a third one goes on. */
  @Override
  public CompletableFuture<Reply> sendAsync(Request request) {
    return reply(request).publishOn(Schedulers.parallel()).toFuture();
  }

  /** Servers do not change the protocol for a request with a body: one without it comes first. */
  @Override
  WebClient client(Request request) {
    if (!request.http2()) {
      return super.client(request);
    }
    HttpClient upgraded = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpRequest first =
        HttpRequest.newBuilder(URI.create(request.url()))
            .header("X-Shape", request.headers().get("X-Shape"))
            .build();
    upgraded.sendAsync(first, BodyHandlers.discarding()).join();
    return client(connector(upgraded));
  }

  /** What this connector returns can be subscribed to once: its request keeps its headers. */
  @Override
  public Map<String, Shape> more() {
    Map<String, Shape> shapes = super.more();
    shapes.remove("subscribed-twice");
    return shapes;
  }
}
