package dev.steno.instrumentation.okhttp;

import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Sink;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for OkHttp's bodies and tells a tap what passes: hidden classes, so that no trace
 * shows them.
 */
final class Tapped {
  private static final Unseen<ResponseBody> BODY =
      Unseen.of(MethodHandles.lookup(), ResponseBody.class, TappedBody.class);

  private static final Unseen<Source> SOURCE =
      Unseen.of(MethodHandles.lookup(), Source.class, TappedSource.class);

  private static final Unseen<Sink> SINK =
      Unseen.of(MethodHandles.lookup(), Sink.class, TappedSink.class);

  /** So much in one buffer was told already as it came, and no more of it is kept. */
  private static final long MOST_BUFFERED = 16 << 20;

  private static final @Nullable Field UPSTREAM = upstream();

  private Tapped() {}

  static ResponseBody body(ResponseBody body, Call call, Tap tap) {
    return BODY.make(body, call, tap);
  }

  static Sink sink(Sink sink, Tap tap, OutputStream told) {
    return SINK.make(sink, tap, told);
  }

  private static @Nullable Field upstream() {
    try {
      Field source = Class.forName("okio.RealBufferedSource").getField("source");
      source.setAccessible(true); // the class is not public in Okio 1
      return source;
    } catch (ReflectiveOperationException | RuntimeException other) {
      return null;
    }
  }

  /**
   * What a buffered source of Okio's own reads from, or the source itself. Read past its buffer
   * while that is empty, no trace shows that there are two buffered sources.
   */
  private static Source upstreamOf(BufferedSource source) {
    try {
      return UPSTREAM != null && UPSTREAM.getDeclaringClass() == source.getClass()
          ? (Source) UPSTREAM.get(source)
          : source;
    } catch (IllegalAccessException impossible) {
      return source;
    }
  }

  /** What the application reads from in place of that. */
  static BufferedSource source(BufferedSource source, Call call, Tap tap, Object owner) {
    return tap.guarded(source, original -> buffered(original, call, tap, owner));
  }

  private static BufferedSource buffered(BufferedSource source, Call call, Tap tap, Object owner) {
    return Okio.buffer(SOURCE.make(source, upstreamOf(source), call, tap, owner));
  }

  /** Tells what is about to be taken from a buffer. */
  static void sent(Tap tap, Buffer buffer, long count, OutputStream to) {
    tap.guarded(buffer, whole -> copied(whole, 0, count, to));
  }

  private static Buffer copied(Buffer from, long offset, long count, OutputStream to) {
    try {
      return from.copyTo(to, offset, count);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Tells what is read into buffers; one for all that is read, since so much is. */
  private static final class Answer extends OutputStream implements UnaryOperator<Buffer> {
    private final Tap tap;
    private long added;

    Answer(Tap tap) {
      this.tap = tap;
    }

    /** Tells what was added to a buffer last. */
    void told(Buffer buffer, long count) {
      if (buffer.size() - count > MOST_BUFFERED) {
        tap.skipped(count);
        return;
      }
      added = count;
      tap.guarded(buffer, this);
    }

    @Override
    public Buffer apply(Buffer buffer) {
      return copied(buffer, buffer.size() - added, added, this);
    }

    @Override
    public void write(int b) {
      tap.single(b & 0xff);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      tap.bytes(bytes, offset, length);
    }
  }

  /** A response's body, with a source that is tapped. */
  static final class TappedBody extends ResponseBody {
    private final ResponseBody body;
    private final Call call;
    private final Tap tap;
    private @Nullable BufferedSource source;
    private @Nullable BufferedSource tappedSource;
    private boolean closed;

    TappedBody(ResponseBody body, Call call, Tap tap) {
      this.body = body;
      this.call = call;
      this.tap = tap;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    /** Some print it into their exceptions. */
    @Override
    public String toString() {
      return body.toString();
    }

    @Override
    public BufferedSource source() {
      return tapped(body.source());
    }

    private synchronized BufferedSource tapped(BufferedSource current) {
      BufferedSource known = tappedSource;
      if (known != null && current == source) {
        return known;
      }
      if (closed) {
        return current; // which says so itself
      }
      BufferedSource tapped = Tapped.source(current, call, tap, this);
      source = current;
      tappedSource = tapped;
      return tapped;
    }

    @Override
    public void close() {
      try {
        body.close();
      } finally {
        tap.closed();
        closeTapped();
      }
    }

    /** So that it answers as the body's own source does from here on. */
    private void closeTapped() {
      BufferedSource tapped;
      synchronized (this) {
        closed = true;
        tapped = tappedSource;
      }
      if (tapped != null) {
        try {
          tapped.close();
        } catch (IOException | RuntimeException again) {
          // The body's own close has said what there is to say.
        }
      }
    }
  }

  /** What a body's buffered source reads from, past the buffered source that was there before. */
  static final class TappedSource implements Source {
    private final BufferedSource source;
    private final Source upstream;
    private final Call call;
    private final Tap tap;
    private final Answer answer;

    @SuppressWarnings("UnusedVariable") // what the application must not lose before this source
    private final Object owner;

    TappedSource(BufferedSource source, Source upstream, Call call, Tap tap, Object owner) {
      this.source = source;
      this.upstream = upstream;
      this.call = call;
      this.tap = tap;
      this.answer = new Answer(tap);
      this.owner = owner;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long read;
      try {
        read = from().read(sink, byteCount);
      } catch (Throwable thrown) {
        OkHttpExchange.ended(call, tap, thrown);
        throw thrown;
      }
      if (read < 0) {
        tap.end();
      } else {
        answer.told(sink, read);
      }
      return read;
    }

    /** An interceptor may have read into the buffer already, as one that logs does. */
    @SuppressWarnings("deprecation") // its other name is not in older versions
    private Source from() {
      return upstream != source && source.buffer().size() > 0 ? source : upstream;
    }

    @Override
    public Timeout timeout() {
      return source.timeout();
    }

    @Override
    public void close() throws IOException {
      try {
        source.close();
      } finally {
        tap.closed();
      }
    }

    @Override
    public String toString() {
      return upstream.toString();
    }
  }

  /** What a request's body is written to. */
  static final class TappedSink implements Sink {
    private final Sink sink;
    private final Tap tap;
    private final OutputStream told;

    TappedSink(Sink sink, Tap tap, OutputStream told) {
      this.sink = sink;
      this.tap = tap;
      this.told = told;
    }

    @Override
    public void write(Buffer source, long byteCount) throws IOException {
      sent(tap, source, byteCount, told); // afterwards they are gone
      sink.write(source, byteCount);
    }

    @Override
    public void flush() throws IOException {
      sink.flush();
    }

    @Override
    public Timeout timeout() {
      return sink.timeout();
    }

    @Override
    public void close() throws IOException {
      sink.close();
      tap.requestEnd();
    }

    @Override
    public String toString() {
      return sink.toString();
    }
  }
}
