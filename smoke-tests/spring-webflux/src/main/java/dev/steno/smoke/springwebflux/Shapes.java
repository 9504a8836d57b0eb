package dev.steno.smoke.springwebflux;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** The ways in which a controller asks a model. */
@RestController
public class Shapes {
  private final Model model;
  private final WebClient client;
  private final List<Sinks.One<String>> waiting = Collections.synchronizedList(new ArrayList<>());

  Shapes(Model model) {
    this.model = model;
    this.client = WebClient.create(model.url());
  }

  @PostMapping("/ask/blocking")
  public String blocking(@RequestBody String question) {
    return model.ask(question);
  }

  @PostMapping("/ask/mapped")
  public Mono<String> mapped(@RequestBody Mono<String> question) {
    return question.map(model::ask);
  }

  @PostMapping("/ask/callable")
  public Mono<String> callable(@RequestBody String question) {
    return Mono.fromCallable(() -> model.ask(question)).subscribeOn(Schedulers.boundedElastic());
  }

  @PostMapping("/ask/deferred")
  public Mono<String> deferred(@RequestBody String question) {
    return Mono.defer(() -> Mono.just(model.ask(question))).subscribeOn(Schedulers.parallel());
  }

  @PostMapping("/ask/published")
  public Mono<String> published(@RequestBody String question) {
    return Mono.just(question).publishOn(Schedulers.boundedElastic()).map(model::ask);
  }

  @PostMapping("/ask/future")
  public CompletableFuture<String> future(@RequestBody String question) {
    return CompletableFuture.supplyAsync(() -> model.ask(question));
  }

  @PostMapping("/ask/asked")
  public Mono<String> asked(@RequestBody String question) {
    return Mono.delay(Duration.ofMillis(5)).flatMap(x -> Mono.fromFuture(model.asked(question)));
  }

  @PostMapping("/ask/then")
  public Mono<String> then(@RequestBody String question) {
    return Mono.delay(Duration.ofMillis(5)).then(Mono.fromCallable(() -> model.ask(question)));
  }

  @PostMapping("/ask/webclient")
  public Mono<String> webClient(@RequestBody String question) {
    return call(question, false).bodyToMono(String.class).thenReturn("answer 200");
  }

  private WebClient.ResponseSpec call(String question, boolean streamed) {
    return client
        .post()
        .uri("/chat/completions")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(Model.body(question, streamed))
        .retrieve();
  }

  @PostMapping(path = "/ask/streamed", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  public Flux<String> streamed(@RequestBody String question) {
    return Mono.delay(Duration.ofMillis(1)).thenMany(call(question, true).bodyToFlux(String.class));
  }

  @PostMapping("/ask/several")
  public Mono<String> several(@RequestBody String question) {
    return Flux.just("1", "2", "3")
        .flatMap(
            each ->
                Mono.fromCallable(() -> model.ask(question + "," + each))
                    .subscribeOn(Schedulers.boundedElastic()))
        .last();
  }

  @PostMapping("/ask/zipped")
  public Mono<String> zipped(@RequestBody String question) {
    return Mono.delay(Duration.ofMillis(1))
        .flatMap(
            x ->
                Mono.zip(
                    Mono.fromFuture(() -> model.asked(question + ",left")),
                    callable(question + ",right")))
        .map(both -> both.getT1());
  }

  @PostMapping("/ask/retried")
  public Mono<String> retried(@RequestBody String question) {
    AtomicInteger tries = new AtomicInteger();
    return Mono.fromCallable(
            () -> {
              if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              return model.ask(question);
            })
        .retryWhen(Retry.fixedDelay(3, Duration.ofMillis(2)));
  }

  @PostMapping("/ask/resumed")
  public Mono<String> resumed(@RequestBody String question) {
    return Mono.delay(Duration.ofMillis(1))
        .map(x -> 1 / x.intValue())
        .map(String::valueOf)
        .onErrorResume(failed -> Mono.just(model.ask(question)));
  }

  /** Two of these wait for each other: the one that comes later lets the other go on. */
  @PostMapping("/ask/together")
  public Mono<String> together(@RequestBody String question) {
    Sinks.One<String> mine = Sinks.one();
    List<Sinks.One<String>> others = new ArrayList<>();
    synchronized (waiting) {
      waiting.add(mine);
      if (waiting.size() == 2) {
        others.addAll(waiting);
        waiting.clear();
      }
    }
    return Mono.defer(
            () -> {
              others.forEach(each -> each.tryEmitValue("go"));
              return mine.asMono();
            })
        .flatMap(go -> Mono.just(model.ask(question)));
  }

  @GetMapping("/page")
  public Mono<String> page() {
    return Mono.just("a page");
  }

  @GetMapping("/quick")
  public Mono<String> quick() {
    return Mono.just("quick").flatMap(Mono::just).map(each -> each);
  }

  @GetMapping("/none")
  public Mono<String> none() {
    return Mono.error(new IllegalStateException("no page"));
  }

  @PostMapping("/cancel")
  public Mono<String> cancel(@RequestBody String question) {
    return callable(question).then(Mono.never());
  }

  @PostMapping("/session")
  public Mono<String> session(@RequestBody String question, ServerWebExchange exchange) {
    return exchange
        .getSession()
        .flatMap(
            session -> {
              session.getAttributes().putIfAbsent("since", "now");
              return callable(question);
            });
  }

  /** What a source sees of who subscribes to it. */
  @GetMapping("/seen")
  public Mono<String> seen() {
    AtomicInteger subscriptions = new AtomicInteger();
    AtomicLong demand = new AtomicLong();
    Flux<Integer> source =
        Flux.range(0, 100)
            .doOnRequest(demand::addAndGet)
            .doOnSubscribe(subscription -> subscriptions.incrementAndGet());
    return source
        .concatMap(each -> Mono.just(each), 8)
        .take(50)
        .count()
        .flatMap(
            count ->
                Mono.deferContextual(
                    context ->
                        Mono.just(
                            "%d of %d subscriptions, demand %d, keys %d %s"
                                .formatted(
                                    count,
                                    subscriptions.get(),
                                    demand.get(),
                                    context.size(),
                                    context.stream()
                                        .map(entry -> String.valueOf(entry.getKey()))
                                        .sorted()
                                        .toList()))));
  }
}
