package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleResponseConsumer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.apache.hc.core5.util.VersionInfo;

/** Drives the asynchronous client. */
public final class AsyncDriver implements Driver {
  private static final int CONNECTIONS = 64;

  private final CloseableHttpAsyncClient client =
      HttpAsyncClients.custom()
          .setRetryStrategy(new Retrying())
          .setConnectionManager(
              PoolingAsyncClientConnectionManagerBuilder.create()
                  .setMaxConnPerRoute(CONNECTIONS)
                  .setMaxConnTotal(CONNECTIONS)
                  .build())
          .build();

  private final CloseableHttpAsyncClient http2 = HttpAsyncClients.createHttp2Default();

  public AsyncDriver() {
    client.start();
    http2.start();
  }

  @Override
  public Set<Ability> abilities() {
    Set<Ability> abilities =
        EnumSet.of(
            Ability.ASYNC,
            Ability.ASYNC_CANCEL,
            Ability.STREAM,
            Ability.ASYNC_STREAM,
            Ability.PUSH,
            Ability.BODY_ONCE,
            Ability.HTTP2);
    String release =
        VersionInfo.loadVersionInfo("org.apache.hc.client5", getClass().getClassLoader())
            .getRelease();
    if (!release.startsWith("5.0")) {
      // Before 5.1, what was answered with 503 is sent again without its body.
      abilities.add(Ability.RETRY);
    }
    return abilities;
  }

  @Override
  public Reply send(Request request) throws Exception {
    return send(request.http2() ? http2 : client, request);
  }

  /** As most do who want to wait. */
  static Reply send(CloseableHttpAsyncClient client, Request request) throws Exception {
    return reply(get(execute(client, request, SimpleResponseConsumer.create(), null)));
  }

  /** The cause is the client's. */
  private static <T> T get(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public CompletableFuture<Reply> sendAsync(Request request) {
    Result result = new Result();
    result.call = execute(client, request, SimpleResponseConsumer.create(), result);
    return result;
  }

  @Override
  public Body open(Request request) throws Exception {
    return get(openAsync(request));
  }

  @Override
  public CompletableFuture<Body> openAsync(Request request) {
    StreamConsumer consumer = new StreamConsumer();
    CompletableFuture<Body> body = consumer.body();
    // The client's future says no more than the consumer is told.
    var unused = execute(request.http2() ? http2 : client, request, consumer, consumer);
    return body;
  }

  @Override
  public void push(Request request, Consumer<byte[]> consumer) throws Exception {
    get(execute(client, request, new PushConsumer(consumer), null));
  }

  @Override
  public Map<String, Shape> more() {
    return new AsyncShapes(client).all();
  }

  /** At once: else the client waits seconds for the answer that nobody reads. */
  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
    http2.close(CloseMode.IMMEDIATE);
  }

  static <T> Future<T> execute(
      CloseableHttpAsyncClient client,
      Request request,
      AsyncResponseConsumer<T> consumer,
      FutureCallback<T> callback) {
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.ofMilliseconds(request.timeout().toMillis()))
            .build());
    return client.execute(of(request), consumer, context, callback);
  }

  private static AsyncRequestProducer of(Request request) {
    BasicHttpRequest http =
        new BasicHttpRequest(request.method(), java.net.URI.create(request.url()));
    request.headers().forEach(http::setHeader);
    return new BasicRequestProducer(http, body(request));
  }

  private static AsyncEntityProducer body(Request request) {
    if (request.method().equals("GET")) {
      return null;
    }
    return request.content().once()
        ? new ContentProducer(request.content())
        : new BasicAsyncEntityProducer(request.content().take(), ContentType.APPLICATION_JSON);
  }

  static Reply reply(SimpleHttpResponse response) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("class", response.getClass().getName());
    facts.put("headers", names(response.getHeaders()));
    facts.put("version", response.getVersion());
    facts.put("reason", response.getReasonPhrase());
    byte[] bytes = response.getBodyBytes();
    return new Reply(
        response.getCode(),
        String.valueOf(response.getContentType()),
        bytes == null ? new byte[0] : bytes,
        facts);
  }

  static List<String> names(Header... headers) {
    return Stream.of(headers).map(Header::getName).toList();
  }

  /** Sends again what was answered with 503, and soon. */
  private static final class Retrying extends DefaultHttpRequestRetryStrategy {
    Retrying() {
      super(1, TimeValue.ofMilliseconds(10), List.of(), List.of(HttpStatus.SC_SERVICE_UNAVAILABLE));
    }
  }

  /** A future that the client completes, and that cancels the client's. */
  private static final class Result extends CompletableFuture<Reply>
      implements FutureCallback<SimpleHttpResponse> {
    private volatile Future<?> call;

    @Override
    public void completed(SimpleHttpResponse response) {
      complete(reply(response));
    }

    @Override
    public void failed(Exception thrown) {
      completeExceptionally(thrown);
    }

    @Override
    public void cancelled() {
      super.cancel(true);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      return call.cancel(mayInterrupt);
    }
  }
}
