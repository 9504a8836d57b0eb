package dev.steno.instrumentation.apachehttpclient4;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.CallStart.Layer;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import org.apache.http.Header;
import org.apache.http.HttpEntity;
import org.apache.http.HttpEntityEnclosingRequest;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/** One request of a client and its response: how they are read. Of headers, only six. */
final class ApacheExchange {
  private static final Unseen<HttpEntity> ENTITY =
      Unseen.of(MethodHandles.lookup(), HttpEntity.class, AnswerEntity.class);

  private static final Unseen<OutputStream> COPY =
      Unseen.of(MethodHandles.lookup(), OutputStream.class, AnswerCopy.class);

  private static final String[] REQUEST_IDS = {
    "x-request-id", "request-id", "x-amzn-requestid", "apim-request-id"
  };

  private final Tap tap;
  private final HttpRequest request;

  private ApacheExchange(Tap tap, HttpRequest request) {
    this.tap = tap;
    this.request = request;
  }

  /**
   * Begins the record of a request.
   *
   * @return null when there is nothing to do at the exit; a {@link Runnable} to run there when the
   *     request is no part of the call that it is made in
   */
  static @Nullable Object begin(@Nullable HttpHost target, HttpRequest request) {
    Tap tap = "POST".equals(method(request)) ? Recorder.begin(start(target, request), null) : null;
    return tap == null
        ? Recorder.aside(ApacheHttpClient4.NAME, request)
        : new ApacheExchange(tap, request);
  }

  /** A request line is made anew each time that it is asked for. */
  private static String method(HttpRequest request) {
    return request instanceof HttpUriRequest known
        ? known.getMethod()
        : request.getRequestLine().getMethod();
  }

  private static CallStart start(@Nullable HttpHost target, HttpRequest request) {
    int standard = target == null || "http".equalsIgnoreCase(target.getSchemeName()) ? 80 : 443;
    return new CallStart(
        ApacheHttpClient4.NAME,
        Layer.HTTP,
        request,
        "POST",
        path(request.getRequestLine().getUri()),
        target == null ? null : target.getHostName(),
        target == null || target.getPort() > 0 ? port(target) : Integer.valueOf(standard));
  }

  private static @Nullable Integer port(@Nullable HttpHost target) {
    return target == null ? null : target.getPort();
  }

  /** Of a URI with or without a server. */
  static String path(String uri) {
    int query = uri.indexOf('?');
    String whole = query < 0 ? uri : uri.substring(0, query);
    int scheme = whole.indexOf("://");
    int begin = scheme < 0 ? 0 : whole.indexOf('/', scheme + 3);
    return begin < 0 ? "/" : whole.substring(begin);
  }

  /** This thread leaves the client's method, which threw that if it is not null. */
  void left(@Nullable Throwable thrown) {
    tap.leave();
    if (thrown == null) {
      return;
    }
    HttpEntity entity =
        request instanceof HttpEntityEnclosingRequest enclosing ? enclosing.getEntity() : null;
    if (entity != null && isInMemory(entity) && tap.wantsRequest()) {
      tap.request(value(entity.getContentType()), entity::writeTo);
    }
    tap.failed(thrown);
  }

  /** Whether writing it is harmless, and can be done again: of no other class is that known. */
  private static boolean isInMemory(HttpEntity entity) {
    return entity.getClass() == StringEntity.class || entity.getClass() == ByteArrayEntity.class;
  }

  /** The application gets that response, with an entity that is tapped. */
  void answered(HttpResponse response) {
    tap.guarded(response, this::tapped);
  }

  private HttpResponse tapped(HttpResponse response) {
    HttpEntity entity = response.getEntity();
    if (entity == null || !tap.wantsAnswer()) {
      tell(response, response, entity);
      tap.end();
      return response;
    }
    HttpEntity tapped = ENTITY.make(entity, tap);
    tell(tapped, response, entity);
    response.setEntity(tapped);
    return response;
  }

  /** Its content is read unpacked if the client unpacks it: then the entity has no encoding. */
  private void tell(Object handle, HttpResponse response, @Nullable HttpEntity entity) {
    tap.response(
        handle,
        response.getStatusLine().getStatusCode(),
        entity == null ? null : value(entity.getContentType()),
        entity == null ? null : value(entity.getContentEncoding()),
        requestId(response));
  }

  private static @Nullable String requestId(HttpResponse response) {
    for (String name : REQUEST_IDS) {
      Header header = response.getFirstHeader(name);
      if (header != null) {
        return header.getValue();
      }
    }
    return null;
  }

  private static @Nullable String value(@Nullable Header header) {
    return header == null ? null : header.getValue();
  }

  /** A stream that passes the answer on to that one. */
  static OutputStream copied(OutputStream out, Tap tap) {
    return tap.guarded(out, original -> COPY.make(original, tap));
  }

  /** An entity that is told of its response's close. */
  interface Tapped {
    void closed();
  }

  /** A response's entity, of which what the application reads is told; a hidden class. */
  static final class AnswerEntity implements HttpEntity, Tapped {
    private final HttpEntity entity;
    private final Tap tap;

    AnswerEntity(HttpEntity entity, Tap tap) {
      this.entity = entity;
      this.tap = tap;
    }

    @Override
    public @Nullable InputStream getContent() throws IOException {
      InputStream content = entity.getContent();
      return content == null ? null : tap.body(content, this);
    }

    @Override
    public void writeTo(@Nullable OutputStream out) throws IOException {
      try {
        entity.writeTo(out == null ? null : copied(out, tap));
      } catch (Throwable thrown) {
        tap.failed(thrown);
        throw thrown;
      }
      tap.end();
    }

    @Override
    @Deprecated
    public void consumeContent() throws IOException {
      try {
        entity.consumeContent();
      } finally {
        tap.closed();
      }
    }

    @Override
    public void closed() {
      tap.closed();
    }

    @Override
    public boolean isRepeatable() {
      return entity.isRepeatable();
    }

    @Override
    public boolean isChunked() {
      return entity.isChunked();
    }

    @Override
    public long getContentLength() {
      return entity.getContentLength();
    }

    @Override
    public Header getContentType() {
      return entity.getContentType();
    }

    @Override
    public Header getContentEncoding() {
      return entity.getContentEncoding();
    }

    @Override
    public boolean isStreaming() {
      return entity.isStreaming();
    }

    @Override
    public String toString() {
      return entity.toString();
    }
  }

  /**
   * A stream that the application has an answer written to; a hidden class. What that throws ends
   * the call, as closing its answer would.
   */
  static final class AnswerCopy extends OutputStream {
    private final OutputStream out;
    private final Tap tap;

    AnswerCopy(OutputStream out, Tap tap) {
      this.out = out;
      this.tap = tap;
    }

    @Override
    public void write(int b) throws IOException {
      try {
        out.write(b);
      } catch (Throwable thrown) {
        tap.closed();
        throw thrown;
      }
      tap.single(b & 0xff);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      try {
        out.write(bytes);
      } catch (Throwable thrown) {
        tap.closed();
        throw thrown;
      }
      tap.bytes(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (Throwable thrown) {
        tap.closed();
        throw thrown;
      }
      tap.bytes(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
