package dev.steno.instrumentation.apachehttpclient5;

import dev.steno.agent.spi.Tap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What stands between an asynchronous client and the application, and passes all on: used as hidden
 * classes only. An end is told before it is passed on, since the application goes on with that.
 */
final class AsyncWrappers {
  private AsyncWrappers() {}

  /** The application's producer of a request. */
  static final class Producer implements AsyncRequestProducer {
    private final AsyncRequestProducer producer;
    private final AsyncExchange exchange;

    Producer(AsyncRequestProducer producer, AsyncExchange exchange) {
      this.producer = producer;
      this.exchange = exchange;
    }

    @Override
    public void sendRequest(RequestChannel channel, HttpContext context)
        throws HttpException, IOException {
      producer.sendRequest(exchange.tapped(channel), context);
    }

    @Override
    public boolean isRepeatable() {
      return producer.isRepeatable();
    }

    @Override
    public void failed(Exception cause) {
      producer.failed(cause);
    }

    @Override
    public int available() {
      return producer.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
      producer.produce(exchange.tapped(channel));
    }

    @Override
    public void releaseResources() {
      exchange.sendingReleased();
      producer.releaseResources();
    }
  }

  /** The client's channel for the head of a request. */
  static final class Head implements RequestChannel {
    private final RequestChannel channel;
    private final AsyncExchange exchange;

    Head(RequestChannel channel, AsyncExchange exchange) {
      this.channel = channel;
      this.exchange = exchange;
    }

    @Override
    public void sendRequest(
        HttpRequest request, @Nullable EntityDetails content, HttpContext context)
        throws HttpException, IOException {
      Tap tap = exchange.begin(request, content);
      try {
        channel.sendRequest(request, content, context);
      } finally {
        if (tap != null) {
          tap.leave();
        }
      }
    }
  }

  /** The client's channel for the body of a request. */
  static final class Channel implements DataStreamChannel {
    private final DataStreamChannel channel;
    private final Tap tap;

    Channel(DataStreamChannel channel, Tap tap) {
      this.channel = channel;
      this.tap = tap;
    }

    @Override
    public void requestOutput() {
      channel.requestOutput();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      ByteBuffer written = bytes.duplicate();
      int count = channel.write(bytes);
      written.limit(bytes.position());
      tap.requestBytes(written);
      return count;
    }

    @Override
    public void endStream() throws IOException {
      tap.requestEnd();
      channel.endStream();
    }

    @Override
    public void endStream(List<? extends Header> trailers) throws IOException {
      tap.requestEnd();
      channel.endStream(trailers);
    }
  }

  /** The application's consumer of an answer. */
  static final class Consumer<T> implements AsyncResponseConsumer<T> {
    private final AsyncResponseConsumer<T> consumer;
    private final AsyncExchange exchange;

    Consumer(AsyncResponseConsumer<T> consumer, AsyncExchange exchange) {
      this.consumer = consumer;
      this.exchange = exchange;
    }

    @Override
    public void consumeResponse(
        HttpResponse response,
        @Nullable EntityDetails content,
        HttpContext context,
        FutureCallback<T> callback)
        throws HttpException, IOException {
      exchange.answered(this, response, content);
      consumer.consumeResponse(response, content, context, callback);
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context)
        throws HttpException, IOException {
      consumer.informationResponse(response, context);
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
      consumer.updateCapacity(channel);
    }

    /** What the application throws here ends the call, as closing its answer would. */
    @Override
    public void consume(ByteBuffer bytes) throws IOException {
      ByteBuffer given = bytes.duplicate();
      try {
        consumer.consume(bytes);
      } catch (Throwable thrown) {
        exchange.closed();
        throw thrown;
      }
      exchange.bytes(given);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers)
        throws HttpException, IOException {
      exchange.end();
      consumer.streamEnd(trailers);
    }

    @Override
    public void failed(Exception cause) {
      exchange.failed(cause);
      consumer.failed(cause);
    }

    @Override
    public void releaseResources() {
      consumer.releaseResources();
    }
  }

  /** The application's callback, if it has one. */
  static final class Callback<T> implements FutureCallback<T> {
    private final @Nullable FutureCallback<T> callback;
    private final AsyncExchange exchange;

    Callback(@Nullable FutureCallback<T> callback, AsyncExchange exchange) {
      this.callback = callback;
      this.exchange = exchange;
    }

    /** No end: what gives the application a stream completes before it. */
    @Override
    public void completed(T result) {
      if (callback != null) {
        callback.completed(result);
      }
    }

    @Override
    public void failed(Exception thrown) {
      exchange.failed(thrown);
      if (callback != null) {
        callback.failed(thrown);
      }
    }

    @Override
    public void cancelled() {
      exchange.closed();
      if (callback != null) {
        callback.cancelled();
      }
    }
  }
}
