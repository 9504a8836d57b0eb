package dev.steno.smoke.apachehttpclient4;

import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.client.ServiceUnavailableRetryStrategy;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;

/** Drives the client. */
public final class ApacheDriver implements Driver {
  private static final int CONNECTIONS = 64;

  private final CloseableHttpClient client = builder().build();

  static HttpClientBuilder builder() {
    return HttpClients.custom()
        .setServiceUnavailableRetryStrategy(new Retrying())
        .setMaxConnPerRoute(CONNECTIONS)
        .setMaxConnTotal(CONNECTIONS);
  }

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.STREAM,
        Ability.PUSH,
        Ability.INPUT_STREAM,
        Ability.CANCEL,
        Ability.BODY_ONCE,
        Ability.READS_ON_BY_CHANCE,
        Ability.RETRY);
  }

  @Override
  public Reply send(Request request) throws IOException {
    return send(client, request);
  }

  static Reply send(CloseableHttpClient client, Request request) throws IOException {
    HttpRequestBase http = of(request);
    return client.execute(http, response -> reply(http, response));
  }

  private static Reply reply(HttpRequestBase request, HttpResponse response) throws IOException {
    Map<String, Object> facts = facts(request, response);
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
    Object type = entity == null ? "" : entity.getContentType();
    return new Reply(response.getStatusLine().getStatusCode(), String.valueOf(type), body, facts);
  }

  @Override
  public Body open(Request request) throws IOException {
    return open(client, request);
  }

  static Body open(CloseableHttpClient client, Request request) throws IOException {
    HttpRequestBase http = of(request);
    CloseableHttpResponse response = client.execute(http);
    return new StreamBody(http, response, facts(http, response));
  }

  @Override
  public void push(Request request, Consumer<byte[]> consumer) throws IOException {
    OutputStream out = new ConsumerStream(consumer);
    try (CloseableHttpResponse response = client.execute(of(request))) {
      response.getEntity().writeTo(out);
    }
  }

  @Override
  public Map<String, Shape> more() {
    return new ApacheShapes(client).all();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  static HttpRequestBase of(Request request) {
    HttpRequestBase http =
        request.method().equals("GET") ? new HttpGet(request.url()) : post(request);
    request.headers().forEach(http::setHeader);
    http.setConfig(
        RequestConfig.custom().setSocketTimeout((int) request.timeout().toMillis()).build());
    return http;
  }

  private static HttpPost post(Request request) {
    HttpPost post = new HttpPost(request.url());
    if (request.content().once()) {
      post.setEntity(new ContentEntity(request.content()));
    } else {
      ByteArrayEntity entity = new ByteArrayEntity(request.content().take());
      entity.setContentType("application/json");
      post.setEntity(entity);
    }
    return post;
  }

  /** What the application can see of a request and its response, but for the class of an entity. */
  static Map<String, Object> facts(HttpRequestBase request, HttpResponse response) {
    Map<String, Object> facts = new TreeMap<>();
    // The number in a proxy's package depends on how many there are in the JVM.
    boolean proxy = Proxy.isProxyClass(response.getClass());
    facts.put("class", proxy ? "a proxy" : response.getClass().getName());
    facts.put("headers", names(response.getAllHeaders()));
    facts.put("line", response.getStatusLine());
    facts.put("headers of request", names(request.getAllHeaders()));
    if (request instanceof HttpEntityEnclosingRequestBase enclosing) {
      facts.put("class of request's entity", enclosing.getEntity().getClass());
    }
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      facts.put("streaming", entity.isStreaming());
      facts.put("repeatable", entity.isRepeatable());
      facts.put("chunked", entity.isChunked());
      facts.put("length", entity.getContentLength());
      facts.put("type", entity.getContentType());
      facts.put("encoding", entity.getContentEncoding());
    }
    return facts;
  }

  private static List<String> names(Header... headers) {
    return Stream.of(headers).map(Header::getName).toList();
  }

  /** Sends again what was answered with 503, and soon. */
  private static final class Retrying implements ServiceUnavailableRetryStrategy {
    @Override
    public boolean retryRequest(HttpResponse response, int executionCount, HttpContext context) {
      return executionCount <= 1
          && response.getStatusLine().getStatusCode() == HttpStatus.SC_SERVICE_UNAVAILABLE;
    }

    @Override
    public long getRetryInterval() {
      return 10;
    }
  }

  private record StreamBody(
      HttpRequestBase request, CloseableHttpResponse response, Map<String, Object> seen)
      implements Body {
    private static final int BUFFER = 8_192;

    @Override
    public int status() {
      return response.getStatusLine().getStatusCode();
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

    @Override
    public void close() throws IOException {
      response.close();
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
