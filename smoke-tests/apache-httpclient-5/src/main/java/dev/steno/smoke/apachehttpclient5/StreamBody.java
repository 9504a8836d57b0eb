package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStreamResetException;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * A consumer that is the application's answer at once: it lets the client read on when a piece was
 * taken, and throws when it is closed, as the library's reactive consumer does.
 */
final class StreamBody implements AsyncResponseConsumer<Body>, Body {
  private static final byte[] END = {};

  private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
  private final CountDownLatch used = new CountDownLatch(1);
  private final Map<String, Object> facts = new TreeMap<>();
  private volatile CapacityChannel capacity;
  private volatile int status;
  private volatile boolean closed;
  private volatile boolean done;

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails content,
      HttpContext context,
      FutureCallback<Body> callback) {
    status = response.getCode();
    facts.put("class", response.getClass().getName());
    facts.put("headers", AsyncDriver.names(response.getHeaders()));
    facts.put("version", response.getVersion());
    if (content == null) {
      signals.add(END);
    }
    callback.completed(this);
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void updateCapacity(CapacityChannel channel) {
    capacity = channel;
  }

  /** Waits until the application knows what it wants with the answer. */
  @Override
  public void consume(ByteBuffer bytes) throws IOException {
    try {
      used.await(Request.PATIENT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closed) {
      throw new HttpStreamResetException("closed by the application");
    }
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    signals.add(piece);
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    signals.add(END);
  }

  @Override
  public void failed(Exception cause) {
    signals.add(cause);
  }

  @Override
  public void releaseResources() {}

  @Override
  public int status() {
    return status;
  }

  @Override
  public byte[] next() throws Exception {
    used.countDown();
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
    if (done) {
      return null;
    }
    CapacityChannel channel = capacity;
    if (channel != null) {
      channel.update(((byte[]) signal).length);
    }
    return (byte[]) signal;
  }

  @Override
  public Map<String, ?> facts() {
    return facts;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    used.countDown();
    CapacityChannel channel = capacity;
    if (channel != null && !done) {
      channel.update(1);
    }
  }
}
