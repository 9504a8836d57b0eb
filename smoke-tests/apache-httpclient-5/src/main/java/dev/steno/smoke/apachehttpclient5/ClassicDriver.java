package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Drives the blocking client. */
public final class ClassicDriver implements Driver {
  private static final int CONNECTIONS = 64;

  private final CloseableHttpClient client = builder().build();

  static HttpClientBuilder builder() {
    return HttpClients.custom()
        .setRetryStrategy(new Retrying())
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS)
                .build());
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.STREAM,
        Ability.PUSH,
        Ability.INPUT_STREAM,
        Ability.CANCEL,
        Ability.BODY_ONCE,
        Ability.RETRY);
  }

  @Override
  public Reply send(Request request) throws IOException {
    return send(client, request);
  }

  static Reply send(CloseableHttpClient client, Request request) throws IOException {
    HttpUriRequestBase http = of(request);
    return client.execute(http, response -> reply(http, response));
  }

  private static Reply reply(HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    Map<String, Object> facts = facts(request, response);
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
    String type = entity == null ? "" : entity.getContentType();
    return new Reply(response.getCode(), String.valueOf(type), body, facts);
  }

  @Override
  public Body open(Request request) throws IOException {
    return open(client, request);
  }

  static Body open(CloseableHttpClient client, Request request) throws IOException {
    HttpUriRequestBase http = of(request);
    CloseableHttpResponse response = client.execute(http);
    return new StreamBody(http, response, facts(http, response));
  }

  @Override
  public void push(Request request, Consumer<byte[]> consumer) throws IOException {
    OutputStream out = new ConsumerStream(consumer);
    client.execute(
        of(request),
        response -> {
          response.getEntity().writeTo(out);
          return null;
        });
  }

  @Override
  public Map<String, Shape> more() {
    return new ClassicShapes(client).all();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  static HttpUriRequestBase of(Request request) {
    HttpUriRequestBase http =
        request.method().equals("GET")
            ? new org.apache.hc.client5.http.classic.methods.HttpGet(request.url())
            : new HttpPost(request.url());
    request.headers().forEach(http::setHeader);
    if (!request.method().equals("GET")) {
      http.setEntity(
          request.content().once()
              ? new ContentEntity(request.content())
              : new ByteArrayEntity(request.content().take(), ContentType.APPLICATION_JSON));
    }
    http.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.ofMilliseconds(request.timeout().toMillis()))
            .build());
    return http;
  }

  /** What the application can see of a request and its response, but for the class of an entity. */
  static Map<String, Object> facts(HttpUriRequestBase request, ClassicHttpResponse response) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("class", response.getClass().getName());
    facts.put("headers", names(response.getHeaders()));
    facts.put("version", response.getVersion());
    facts.put("reason", response.getReasonPhrase());
    facts.put("headers of request", names(request.getHeaders()));
    HttpEntity sent = request.getEntity();
    facts.put("class of request's entity", sent == null ? null : sent.getClass());
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      facts.put("streaming", entity.isStreaming());
      facts.put("repeatable", entity.isRepeatable());
      facts.put("chunked", entity.isChunked());
      facts.put("length", entity.getContentLength());
      facts.put("type", entity.getContentType());
      facts.put("encoding", entity.getContentEncoding());
      facts.put("trailers", entity.getTrailerNames());
    }
    return facts;
  }

  private static List<String> names(Header... headers) {
    return Stream.of(headers).map(Header::getName).toList();
  }

  /** Sends again what was answered with 503, and soon. */
  private static final class Retrying extends DefaultHttpRequestRetryStrategy {
    Retrying() {
      super(1, TimeValue.ofMilliseconds(10), List.of(), List.of(HttpStatus.SC_SERVICE_UNAVAILABLE));
    }
  }

  private record StreamBody(
      HttpUriRequestBase request, CloseableHttpResponse response, Map<String, Object> seen)
      implements Body {
    private static final int BUFFER = 8_192;

    @Override
    public int status() {
      return response.getCode();
    }

    @Override
    public byte[] next() throws IOException {
      byte[] buffer = new byte[BUFFER];
      int read = stream().read(buffer);
      return read < 0 ? null : Arrays.copyOf(buffer, read);
    }

    @Override
    public InputStream stream() throws IOException {
      return response.getEntity().getContent();
    }

    @Override
    public void cancel() {
      request.abort();
    }

    @Override
    public Map<String, ?> facts() {
      return seen;
    }

    /**
     * Closing alone would read on to the end, if there is one; after an abort it may throw, which
     * depends on what has come by then.
     */
    @Override
    public void close() {
      request.abort();
      try {
        response.close();
      } catch (IOException aborted) {
        // By chance.
      }
    }
  }

  private static final class ConsumerStream extends OutputStream {
    private final Consumer<byte[]> consumer;

    ConsumerStream(Consumer<byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void write(int b) {
      consumer.accept(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      consumer.accept(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }
}
