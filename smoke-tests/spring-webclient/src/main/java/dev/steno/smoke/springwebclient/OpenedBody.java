package dev.steno.smoke.springwebclient;

import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.FlowBody;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientResponse;
import reactor.core.publisher.Flux;

/** Subscribes to an exchange, and gives its body when the head of the answer has come. */
final class OpenedBody implements Subscriber<byte[]> {
  private final CompletableFuture<Body> opened = new CompletableFuture<>();
  private Subscription subscription;
  private FlowBody<byte[]> body;

  CompletableFuture<Body> body() {
    return opened;
  }

  Flux<byte[]> answered(ClientResponse response) {
    body =
        new FlowBody<>(
            Contents.status(response),
            bytes -> bytes,
            Map.of(
                "class", response.getClass().getName(),
                "strategies", response.strategies().getClass().getName(),
                "headers", response.headers().asHttpHeaders().toSingleValueMap().keySet()));
    body.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            subscription.request(count);
          }

          @Override
          public void cancel() {
            subscription.cancel();
          }
        });
    Flux<byte[]> bytes = WebClientDriver.bytes(response.bodyToFlux(DataBuffer.class));
    return bytes.doOnSubscribe(ignored -> opened.complete(body));
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    subscription = newSubscription;
  }

  @Override
  public void onNext(byte[] bytes) {
    body.onNext(bytes);
  }

  @Override
  public void onError(Throwable thrown) {
    if (body == null) {
      opened.completeExceptionally(thrown);
    } else {
      body.onError(thrown);
    }
  }

  @Override
  public void onComplete() {
    body.onComplete();
  }
}
