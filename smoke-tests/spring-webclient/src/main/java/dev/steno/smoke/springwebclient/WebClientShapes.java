package dev.steno.smoke.springwebclient;

import dev.steno.smoke.contract.Model;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import dev.steno.smoke.contract.Transcript;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeFunctions;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/** What only a WebClient has: its ways to read an answer, and operators around it. */
final class WebClientShapes {
  private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT =
      new ParameterizedTypeReference<>() {};

  private final WebClientDriver driver;

  WebClientShapes(WebClientDriver driver) {
    this.driver = driver;
  }

  Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("retrieve-string", this::retrieveString);
    shapes.put("retrieve-flux", this::retrieveFlux);
    shapes.put("events", this::events);
    shapes.put("events-until-done", this::eventsUntilDone);
    shapes.put("bodiless", this::bodiless);
    shapes.put("status-only", this::statusOnly);
    shapes.put("retrieve-rate-limited", this::retrieveRateLimited);
    shapes.put("on-status", this::onStatus);
    shapes.put("retry-operator", this::retryOperator);
    shapes.put("timeout-operator", this::timeoutOperator);
    shapes.put("take-two", this::takeTwo);
    shapes.put("limit-exceeded", this::limitExceeded);
    shapes.put("subscribed-twice", this::subscribedTwice);
    shapes.put("never-subscribed", this::neverSubscribed);
    shapes.put("own-request", this::ownRequest);
    shapes.put("other-thread", this::otherThread);
    shapes.put("context", this::context);
    shapes.put("body-fails", this::bodyFails);
    shapes.put("groups", this::groups);
    shapes.put("multipart", this::multipart);
    shapes.put("mapping-throws", this::mappingThrows);
    return shapes;
  }

  private WebClient.ResponseSpec retrieve(Request request) {
    return WebClientDriver.of(driver.client(), request).retrieve();
  }

  private void retrieveString(Model model, Transcript out) {
    out.fact("text", retrieve(model.chat(Model.NAME)).bodyToMono(String.class).block());
  }

  private void retrieveFlux(Model model, Transcript out) {
    retrieve(model.rawStream("slow"))
        .bodyToFlux(String.class)
        .doOnNext(line -> out.fact("data", line))
        .blockLast();
  }

  private void events(Model model, Transcript out) {
    retrieve(model.rawStream("slow"))
        .bodyToFlux(EVENT)
        .doOnNext(event -> out.fact("event", event.data()))
        .blockLast();
  }

  /** As clients of models do: the last event ends it, not the connection. */
  private void eventsUntilDone(Model model, Transcript out) {
    retrieve(model.rawStream("slow"))
        .bodyToFlux(EVENT)
        .takeUntil(event -> "[DONE]".equals(event.data()))
        .doOnNext(event -> out.fact("event", event.data()))
        .blockLast();
  }

  private void bodiless(Model model, Transcript out) {
    out.fact(
        "status", Contents.status(retrieve(model.chat(Model.NAME)).toBodilessEntity().block()));
  }

  private void statusOnly(Model model, Transcript out) {
    out.fact(
        "status",
        WebClientDriver.of(driver.client(), model.chat(Model.NAME))
            .exchangeToMono(response -> Mono.just(Contents.status(response)))
            .block());
  }

  private void retrieveRateLimited(Model model, Transcript out) {
    retrieve(model.chat("rate-limited")).bodyToMono(String.class).block();
  }

  private void onStatus(Model model, Transcript out) {
    retrieve(model.chat("rate-limited"))
        .onStatus(
            status -> true,
            response ->
                response
                    .bodyToMono(String.class)
                    .map(text -> new IllegalStateException("of the application: " + text)))
        .bodyToMono(String.class)
        .block();
  }

  private void retryOperator(Model model, Transcript out) {
    AtomicInteger failures = new AtomicInteger();
    try {
      retrieve(model.chat("rate-limited"))
          .bodyToMono(String.class)
          .doOnError(ignored -> failures.incrementAndGet())
          .retry(2)
          .block();
    } finally {
      out.fact("failures", failures);
    }
  }

  private void timeoutOperator(Model model, Transcript out) {
    try {
      retrieve(model.rawChat("silent"))
          .bodyToMono(String.class)
          .timeout(Duration.ofSeconds(2))
          .block();
    } catch (RuntimeException e) {
      out.fact("thrown", e.getClass());
      out.fact("cause", e.getCause());
    }
  }

  private void takeTwo(Model model, Transcript out) {
    retrieve(model.rawStream("slow"))
        .bodyToFlux(EVENT)
        .take(2)
        .doOnNext(event -> out.fact("event", event.data()))
        .blockLast();
  }

  private void limitExceeded(Model model, Transcript out) {
    WebClient small =
        driver
            .client()
            .mutate()
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(64))
            .build();
    WebClientDriver.of(small, model.chat(Model.NAME)).retrieve().bodyToMono(String.class).block();
  }

  private Mono<String> exchanged(Model model) {
    Request request = model.chat(Model.NAME);
    ClientRequest.Builder builder =
        ClientRequest.create(HttpMethod.POST, URI.create(request.url()))
            .body(BodyInserters.fromValue(request.content().take()));
    request.headers().forEach((name, value) -> builder.header(name, value));
    return function().exchange(builder.build()).flatMap(answer -> answer.bodyToMono(String.class));
  }

  private ExchangeFunction function() {
    return ExchangeFunctions.create(driver.connector(Request.PATIENT, false));
  }

  private void subscribedTwice(Model model, Transcript out) {
    Mono<String> exchanged = exchanged(model);
    out.fact("text", exchanged.block());
    out.fact("text", exchanged.block());
  }

  private void neverSubscribed(Model model, Transcript out) {
    out.type("class", exchanged(model));
  }

  /** A request that is not of Spring's own class. */
  private void ownRequest(Model model, Transcript out) {
    Request request = model.chat(Model.NAME);
    ClientRequest.Builder builder =
        ClientRequest.create(HttpMethod.POST, URI.create(request.url()));
    request.headers().forEach((name, value) -> builder.header(name, value));
    ClientRequest plain = builder.build();
    ClientRequest own =
        (ClientRequest)
            Proxy.newProxyInstance(
                WebClientShapes.class.getClassLoader(),
                new Class<?>[] {ClientRequest.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("writeTo")) {
                    ClientHttpRequest to = (ClientHttpRequest) arguments[0];
                    request.headers().forEach(to.getHeaders()::set);
                    out.fact("method", to.getMethod());
                    out.fact("committed", to.isCommitted());
                    byte[] bytes = request.content().take();
                    return to.writeWith(Mono.just(to.bufferFactory().wrap(bytes)));
                  }
                  return method.invoke(plain, arguments);
                });
    out.fact(
        "text",
        function().exchange(own).flatMap(answer -> answer.bodyToMono(String.class)).block());
  }

  /** The body comes on another thread, and so does what the connector does after it. */
  private void otherThread(Model model, Transcript out) {
    Request request = model.chat(Model.NAME);
    Mono<byte[]> late =
        Mono.fromCallable(() -> request.content().take())
            .delaySubscription(Duration.ofMillis(50), Schedulers.parallel());
    Request empty = model.chat(Model.NAME);
    out.fact(
        "text",
        driver
            .client()
            .post()
            .uri(URI.create(empty.url()))
            .headers(headers -> empty.headers().forEach(headers::set))
            .body(late, byte[].class)
            .retrieve()
            .bodyToMono(String.class)
            .subscribeOn(Schedulers.boundedElastic())
            .block());
    out.fact("times the body was taken", request.content().taken());
  }

  private void context(Model model, Transcript out) {
    ExchangeFilterFunction filter =
        (request, next) ->
            Mono.deferContextual(
                context -> {
                  out.fact("context of the filter", keys(context));
                  return next.exchange(request).map(WebClientShapes::same);
                });
    Request request = model.chat(Model.NAME);
    Mono<byte[]> body =
        Mono.deferContextual(
            context -> {
              out.fact("context of the body", keys(context));
              return Mono.just(request.content().take());
            });
    String text =
        driver
            .client()
            .mutate()
            .filter(filter)
            .build()
            .post()
            .uri(URI.create(request.url()))
            .headers(headers -> request.headers().forEach(headers::set))
            .body(body, byte[].class)
            .retrieve()
            .bodyToMono(String.class)
            .contextWrite(context -> context.put("mine", "value"))
            .block();
    out.fact("text", text);
  }

  private static ClientResponse same(ClientResponse response) {
    return response;
  }

  private static Object keys(ContextView context) {
    return context.stream().map(entry -> String.valueOf(entry.getKey())).sorted().toList();
  }

  private void bodyFails(Model model, Transcript out) {
    Request request = model.chat(Model.NAME);
    Flux<byte[]> body =
        Flux.just(request.content().take())
            .concatWith(Mono.error(new IllegalStateException("thrown by the application")));
    try {
      driver
          .client()
          .post()
          .uri(URI.create(request.url()))
          .headers(headers -> request.headers().forEach(headers::set))
          .body(body, byte[].class)
          .retrieve()
          .bodyToMono(String.class)
          .block(Request.PATIENT);
    } catch (RuntimeException e) {
      out.fact("thrown", e.getClass());
      out.fact("cause", e.getCause());
    }
  }

  /** Each group of buffers is flushed by itself. */
  private void groups(Model model, Transcript out) {
    Request request = model.chat(Model.NAME);
    ClientRequest.Builder builder =
        ClientRequest.create(HttpMethod.POST, URI.create(request.url()))
            .body(
                (to, context) ->
                    to.writeAndFlushWith(
                        Contents.inPieces(request.content())
                            .map(
                                bytes ->
                                    Mono.<DataBuffer>just(
                                        DefaultDataBufferFactory.sharedInstance.wrap(bytes)))));
    request.headers().forEach((name, value) -> builder.header(name, value));
    out.fact(
        "text",
        function()
            .exchange(builder.build())
            .flatMap(answer -> answer.bodyToMono(String.class))
            .block());
    out.fact("times the body was taken", request.content().taken());
  }

  /** No model call: a file is uploaded. */
  private void multipart(Model model, Transcript out) {
    MultipartBodyBuilder parts = new MultipartBodyBuilder();
    parts.part("order", "7".getBytes(StandardCharsets.UTF_8));
    out.fact(
        "status",
        driver
            .client()
            .post()
            .uri(URI.create(model.url() + "/orders"))
            .header("X-Shape", model.shape())
            .contentType(MediaType.MULTIPART_FORM_DATA)
            .body(BodyInserters.fromMultipartData(parts.build()))
            .exchangeToMono(response -> Mono.just(Contents.status(response)))
            .block());
  }

  private void mappingThrows(Model model, Transcript out) {
    retrieve(model.rawStream("slow"))
        .bodyToFlux(EVENT)
        .map(
            event -> {
              throw new IllegalStateException("thrown by the application");
            })
        .blockLast();
  }
}
