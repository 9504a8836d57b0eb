package dev.steno.instrumentation.apachehttpclient5;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/** One request of a blocking client and its response: how they are read. */
final class ClassicExchange {
  private static final Unseen<HttpEntity> ENTITY =
      Unseen.of(MethodHandles.lookup(), HttpEntity.class, AnswerEntity.class);

  private static final Unseen<OutputStream> COPY =
      Unseen.of(MethodHandles.lookup(), OutputStream.class, AnswerCopy.class);

  private final Tap tap;
  private final ClassicHttpRequest request;

  private ClassicExchange(Tap tap, ClassicHttpRequest request) {
    this.tap = tap;
    this.request = request;
  }

  /**
   * Begins the record of a request.
   *
   * @return null when there is nothing to do at the exit; a {@link Runnable} to run there when the
   *     request is no part of the call that it is made in
   */
  static @Nullable Object begin(@Nullable HttpHost target, ClassicHttpRequest request) {
    Tap tap =
        Heads.mayBeCall(request)
            ? Recorder.begin(Heads.start(target, request, request), null)
            : null;
    return tap == null
        ? Recorder.aside(ApacheHttpClient5.NAME, request)
        : new ClassicExchange(tap, request);
  }

  /** This thread leaves the client's method, which threw that if it is not null. */
  void left(@Nullable Throwable thrown) {
    tap.leave();
    if (thrown == null) {
      return;
    }
    HttpEntity entity = request.getEntity();
    if (entity != null && isInMemory(entity) && tap.wantsRequest()) {
      tap.request(entity.getContentType(), entity::writeTo);
    }
    tap.failed(thrown);
  }

  /** Whether writing it is harmless, and can be done again: of no other class is that known. */
  private static boolean isInMemory(HttpEntity entity) {
    return entity.getClass() == StringEntity.class || entity.getClass() == ByteArrayEntity.class;
  }

  /** The application gets that response, with an entity that is tapped. */
  void answered(CloseableHttpResponse response) {
    tap.guarded(response, this::tapped);
  }

  private CloseableHttpResponse tapped(CloseableHttpResponse response) {
    HttpEntity entity = response.getEntity();
    if (entity == null || !tap.wantsAnswer()) {
      Heads.tell(tap, response, response, entity);
      tap.end();
      return response;
    }
    HttpEntity tapped = ENTITY.make(entity, tap);
    Heads.tell(tap, tapped, response, entity);
    response.setEntity(tapped);
    return response;
  }

  /** A stream that passes the answer on to that one. */
  static OutputStream copied(OutputStream out, Tap tap) {
    return tap.guarded(out, original -> COPY.make(original, tap));
  }

  /** A response's entity, of which what the application reads is told; a hidden class. */
  static final class AnswerEntity implements HttpEntity {
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
    public void close() throws IOException {
      try {
        entity.close();
      } finally {
        tap.closed();
      }
    }

    @Override
    public boolean isRepeatable() {
      return entity.isRepeatable();
    }

    @Override
    public boolean isStreaming() {
      return entity.isStreaming();
    }

    @Override
    public Supplier<List<? extends Header>> getTrailers() {
      return entity.getTrailers();
    }

    @Override
    public long getContentLength() {
      return entity.getContentLength();
    }

    @Override
    public String getContentType() {
      return entity.getContentType();
    }

    @Override
    public String getContentEncoding() {
      return entity.getContentEncoding();
    }

    @Override
    public boolean isChunked() {
      return entity.isChunked();
    }

    @Override
    public Set<String> getTrailerNames() {
      return entity.getTrailerNames();
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
