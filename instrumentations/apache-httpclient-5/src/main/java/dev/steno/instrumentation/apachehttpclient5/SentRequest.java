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
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.message.HttpRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is tapped while it is written: a connection has it in place of its own, for
 * as long as it writes the body. Used as a hidden class only, as is its entity.
 *
 * <p>Uses nothing but httpcore5, which may have a class loader of its own.
 */
final class SentRequest extends HttpRequestWrapper implements ClassicHttpRequest {
  private HttpEntity entity;

  SentRequest(ClassicHttpRequest request, HttpEntity entity) {
    super(request);
    this.entity = entity;
  }

  /** The request to write the body of in place of this one, or null to leave it alone. */
  static @Nullable ClassicHttpRequest tapped(ClassicHttpRequest request) {
    Tap tap = Recorder.current(ApacheHttpClient5.NAME);
    HttpEntity entity = tap == null ? null : request.getEntity();
    if (tap == null || entity == null) {
      return null;
    }
    Recorder.attempt(ApacheHttpClient5.NAME);
    if (!tap.wantsRequest()) {
      return null;
    }
    HttpEntity sent = Wrappers.ENTITY.make(entity, entity.getContentType(), tap);
    return Wrappers.REQUEST.make(request, sent);
  }

  @Override
  public HttpEntity getEntity() {
    return entity;
  }

  @Override
  public void setEntity(HttpEntity newEntity) {
    entity = newEntity;
  }

  /** The hidden classes, which have no static state themselves. */
  private static final class Wrappers {
    static final Unseen<ClassicHttpRequest> REQUEST =
        Unseen.of(MethodHandles.lookup(), ClassicHttpRequest.class, SentRequest.class);

    static final Unseen<HttpEntity> ENTITY =
        Unseen.of(MethodHandles.lookup(), HttpEntity.class, SentEntity.class);
  }

  /** The entity of such a request. */
  static final class SentEntity implements HttpEntity {
    private final HttpEntity entity;
    private final @Nullable String contentType;
    private final Tap tap;

    SentEntity(HttpEntity entity, @Nullable String contentType, Tap tap) {
      this.entity = entity;
      this.contentType = contentType;
      this.tap = tap;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      entity.writeTo(tap.requestBody(contentType, out));
      tap.requestEnd();
    }

    @Override
    public boolean isRepeatable() {
      return entity.isRepeatable();
    }

    @Override
    public InputStream getContent() throws IOException {
      return entity.getContent();
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
    public void close() throws IOException {
      entity.close();
    }

    @Override
    public long getContentLength() {
      return entity.getContentLength();
    }

    @Override
    public @Nullable String getContentType() {
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
  }
}
