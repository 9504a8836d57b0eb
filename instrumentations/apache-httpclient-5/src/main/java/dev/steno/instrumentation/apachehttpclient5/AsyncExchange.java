package dev.steno.instrumentation.apachehttpclient5;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.StringAsyncEntityProducer;
import org.jspecify.annotations.Nullable;

/**
 * One request of an asynchronous client and its response, as the {@link AsyncWrappers} tell of
 * them. The request is not known before the client has it produced, which may be on another thread.
 * Safe for use by several threads.
 */
final class AsyncExchange {
  private static final Unseen<AsyncRequestProducer> PRODUCER =
      unseen(AsyncRequestProducer.class, AsyncWrappers.Producer.class);

  private static final Unseen<RequestChannel> HEAD =
      unseen(RequestChannel.class, AsyncWrappers.Head.class);

  private static final Unseen<DataStreamChannel> CHANNEL =
      unseen(DataStreamChannel.class, AsyncWrappers.Channel.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<AsyncResponseConsumer> CONSUMER =
      unseen(AsyncResponseConsumer.class, AsyncWrappers.Consumer.class);

  @SuppressWarnings("rawtypes")
  private static final Unseen<FutureCallback> CALLBACK =
      unseen(FutureCallback.class, AsyncWrappers.Callback.class);

  private final @Nullable HttpHost target;
  private volatile @Nullable Tap tap;
  private @Nullable String contentType;
  private @Nullable AsyncEntityProducer inMemory;
  private boolean sending;
  private int attempts;

  private AsyncExchange(@Nullable HttpHost target) {
    this.target = target;
  }

  private static <T> Unseen<T> unseen(Class<T> type, Class<? extends T> template) {
    return Unseen.of(MethodHandles.lookup(), type, template);
  }

  /**
   * Puts wrappers into the arguments of the client's method, on the thread that calls it.
   *
   * @return null when the client is to complain of what it is given
   */
  static @Nullable AsyncExchange tapped(@Nullable Object[] arguments) {
    Object producer = arguments[1];
    Object consumer = arguments[2];
    if (producer == null || consumer == null) {
      return null;
    }
    AsyncExchange exchange = new AsyncExchange((HttpHost) arguments[0]);
    Object tappedProducer = PRODUCER.make(producer, exchange);
    Object tappedConsumer = CONSUMER.make(consumer, exchange);
    Object tappedCallback = CALLBACK.make(arguments[5], exchange);
    Recorder.handOff(exchange);
    arguments[1] = tappedProducer;
    arguments[2] = tappedConsumer;
    arguments[5] = tappedCallback;
    return exchange;
  }

  /** The channel to give the application's request to in place of that one. */
  RequestChannel tapped(RequestChannel channel) {
    RequestChannel tapped = Recorder.guarded(() -> HEAD.make(channel, this));
    return tapped == null ? channel : tapped;
  }

  /**
   * The request is known: begins its record, if it is to be recorded.
   *
   * @return null when it is not; else what this thread must {@link Tap#leave}
   */
  @Nullable Tap begin(HttpRequest request, @Nullable EntityDetails content) {
    return tap == null ? Recorder.guarded(() -> begun(request, content)) : null;
  }

  private @Nullable Tap begun(HttpRequest request, @Nullable EntityDetails content) {
    if (!Heads.mayBeCall(request)) {
      return null;
    }
    contentType = content == null ? null : content.getContentType();
    Tap begun = Recorder.begin(Heads.start(target, request, this), this);
    tap = begun;
    if (begun != null && content instanceof AsyncEntityProducer body && isInMemory(body)) {
      inMemory = body;
    }
    return begun;
  }

  /** Whether producing it is harmless once it is of no use: of no other class is that known. */
  private static boolean isInMemory(AsyncEntityProducer body) {
    return body.getClass() == BasicAsyncEntityProducer.class
        || body.getClass() == StringAsyncEntityProducer.class;
  }

  /** The channel to have the body written to in place of that one. */
  DataStreamChannel tapped(DataStreamChannel channel) {
    Tap told = tap;
    return told == null ? channel : told.guarded(channel, original -> teed(original, told));
  }

  private synchronized DataStreamChannel teed(DataStreamChannel channel, Tap told) {
    inMemory = null;
    if (!sending) {
      sending = true;
      attempts++;
      told.attempt(attempts);
      if (told.wantsRequest()) {
        told.requestBegin(contentType);
      }
    }
    return told.wantsRequest() ? CHANNEL.make(channel, told) : channel;
  }

  /** What is produced from here on is the body's beginning: of a further attempt, if of any. */
  synchronized void sendingReleased() {
    sending = false;
  }

  /** The answer's head has come; the client holds the handle until its end. */
  void answered(Object handle, HttpResponse response, @Nullable EntityDetails content) {
    Tap told = tap;
    if (told != null) {
      told.guarded(response, head -> answered(told, handle, head, content));
    }
  }

  private static HttpResponse answered(
      Tap told, Object handle, HttpResponse response, @Nullable EntityDetails content) {
    boolean whole = !told.wantsAnswer() || content == null;
    Heads.tell(told, handle, response, content);
    if (whole) {
      told.end();
    }
    return response;
  }

  void bytes(ByteBuffer bytes) {
    Tap told = tap;
    if (told != null) {
      told.bytes(bytes);
    }
  }

  void end() {
    Tap told = tap;
    if (told != null) {
      told.end();
    }
  }

  void closed() {
    Tap told = tap;
    if (told != null) {
      told.closed();
    }
  }

  void failed(Throwable thrown) {
    Tap told = tap;
    if (told != null) {
      told.guarded(told, this::tellUnsent);
      told.failed(thrown);
    }
  }

  /** Of a call that failed before its body was asked for; the client lets go of that after this. */
  private synchronized Tap tellUnsent(Tap told) {
    AsyncEntityProducer body = inMemory;
    inMemory = null;
    if (body != null && told.wantsRequest()) {
      told.request(contentType, out -> new WholeBody(out).take(body));
    }
    return told;
  }

  /** A channel that takes all that it is given, at once. */
  private static final class WholeBody implements DataStreamChannel {
    private final OutputStream out;
    private boolean ended;

    WholeBody(OutputStream out) {
      this.out = out;
    }

    void take(AsyncEntityProducer body) throws IOException {
      while (!ended) {
        body.produce(this);
      }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int count = bytes.remaining();
      byte[] copy = new byte[count];
      bytes.get(copy);
      out.write(copy);
      return count;
    }

    @Override
    public void requestOutput() {}

    @Override
    public void endStream() {
      ended = true;
    }

    @Override
    public void endStream(@Nullable List<? extends Header> trailers) {
      ended = true;
    }
  }
}
