package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Gives an answer to the application when its head has come, lets the client read on when a piece
 * was taken, and throws when the answer was closed, as the library's reactive consumer does. It
 * never lets a thread of the client wait.
 *
 * <p>The client's own future is completed with the answer's end only: the client cancels an
 * exchange whose future is complete before it has noted the exchange in it.
 */
final class StreamConsumer implements AsyncResponseConsumer<Void>, FutureCallback<Void> {
  private static final byte[] END = {};

  /** The client goes on for as long as bytes come, whatever capacity it was given. */
  private static final int MOST_UNREAD = 8 << 20;

  private final CompletableFuture<StreamConsumer> head = new CompletableFuture<>();
  private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
  private final CountDownLatch left = new CountDownLatch(1);
  private final AtomicInteger unread = new AtomicInteger();
  private final Map<String, Object> facts = new TreeMap<>();
  private FutureCallback<Void> result;
  private CapacityChannel capacity;
  private int taken;
  private volatile int status;
  private volatile boolean closed;
  private volatile boolean done;

  /** The answer, of which this holds nothing, so that the application can lose it. */
  CompletableFuture<Body> body() {
    return head.thenApply(StreamBody::new);
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails content,
      HttpContext context,
      FutureCallback<Void> callback) {
    status = response.getCode();
    facts.put("class", response.getClass().getName());
    facts.put("headers", AsyncDriver.names(response.getHeaders()));
    facts.put("version", response.getVersion());
    result = callback;
    if (content == null) {
      streamEnd(null);
    }
    head.complete(this);
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  /**
   * What was taken before the client gave its channel counts as well, or it would never read on.
   */
  @Override
  public synchronized void updateCapacity(CapacityChannel channel) throws IOException {
    capacity = channel;
    update(0);
  }

  private synchronized void update(int more) throws IOException {
    taken += more;
    if (capacity != null && taken > 0) {
      int increment = taken;
      taken = 0;
      capacity.update(increment);
    }
  }

  @Override
  public void consume(ByteBuffer bytes) throws IOException {
    if (closed) {
      throw new HttpStreamResetException("closed by the application");
    }
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    if (unread.addAndGet(piece.length) > MOST_UNREAD) {
      throw new HttpStreamResetException("nobody reads it");
    }
    signals.add(piece);
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    signals.add(END);
    left.countDown();
    result.completed(null);
  }

  /** As the consumer, or as the callback when the client never got to the consumer. */
  @Override
  public void failed(Exception cause) {
    signals.add(cause);
    head.completeExceptionally(cause);
    left.countDown();
  }

  @Override
  public void completed(Void nothing) {}

  @Override
  public void cancelled() {
    failed(new IOException("cancelled"));
  }

  @Override
  public synchronized void releaseResources() {
    capacity = null;
    left.countDown();
  }

  int status() {
    return status;
  }

  Map<String, ?> facts() {
    return facts;
  }

  byte[] next() throws Exception {
    if (closed) {
      throw new IOException("closed");
    }
    if (done) {
      return null;
    }
    Object signal = signals.poll(Request.PATIENT.toSeconds(), TimeUnit.SECONDS);
    done = !(signal instanceof byte[]) || signal == END;
    if (signal instanceof Exception thrown) {
      throw thrown;
    }
    if (signal == null) {
      throw new IOException("no signal came");
    }
    if (done) {
      return null;
    }
    byte[] piece = (byte[]) signal;
    unread.addAndGet(-piece.length);
    update(piece.length);
    return piece;
  }

  /** Waits until the client has let go of the answer, which it does when the next piece comes. */
  void close() throws IOException {
    closed = true;
    if (done) {
      return;
    }
    // Nothing comes while the client waits for its last piece to be taken.
    update(1);
    try {
      left.await(Request.IMPATIENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
