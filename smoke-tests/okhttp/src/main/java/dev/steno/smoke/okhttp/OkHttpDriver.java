package dev.steno.smoke.okhttp;

import dev.steno.smoke.contract.Ability;
import dev.steno.smoke.contract.Body;
import dev.steno.smoke.contract.Content;
import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.Reply;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;

/** Drives {@link OkHttpClient}. */
public final class OkHttpDriver implements Driver {
  private final OkHttpClient client = new OkHttpClient();

  @Override
  public Set<Ability> abilities() {
    return EnumSet.of(
        Ability.ASYNC,
        Ability.ASYNC_CANCEL,
        Ability.STREAM,
        Ability.ASYNC_STREAM,
        Ability.INPUT_STREAM,
        Ability.CANCEL,
        Ability.BODY_ONCE,
        Ability.HTTP2,
        Ability.RETRY);
  }

  @Override
  public Reply send(Request request) throws IOException {
    try (Response response = call(request).execute()) {
      return reply(response);
    }
  }

  @Override
  public CompletableFuture<Reply> sendAsync(Request request) {
    return enqueued(
        call(request),
        (call, response) -> {
          try (response) {
            return reply(response);
          }
        });
  }

  @Override
  public Body open(Request request) throws IOException {
    Call call = call(request);
    return new ResponseBody(call, call.execute());
  }

  @Override
  public CompletableFuture<Body> openAsync(Request request) {
    return enqueued(call(request), ResponseBody::new);
  }

  @Override
  public Map<String, Shape> more() {
    Map<String, Shape> shapes = new OkHttpShapes(client).all();
    shapes.putAll(new EventShapes(client).all());
    return shapes;
  }

  private interface Answered<T> {
    T take(Call call, Response response) throws IOException;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what hangs on it cannot fail
  private static <T> CompletableFuture<T> enqueued(Call call, Answered<T> answered) {
    CompletableFuture<T> future = new CompletableFuture<>();
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException e) {
            future.completeExceptionally(e);
          }

          @Override
          public void onResponse(Call done, Response response) throws IOException {
            try {
              future.complete(answered.take(done, response));
            } catch (IOException e) {
              future.completeExceptionally(e);
            }
          }
        });
    future.whenComplete(
        (result, thrown) -> {
          if (future.isCancelled()) {
            call.cancel();
          }
        });
    return future;
  }

  private Call call(Request request) {
    OkHttpClient.Builder builder =
        client.newBuilder().connectTimeout(request.timeout()).readTimeout(request.timeout());
    if (request.http2()) {
      builder.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    }
    return builder.build().newCall(of(request).build());
  }

  static okhttp3.Request.Builder of(Request request) {
    okhttp3.Request.Builder builder = new okhttp3.Request.Builder().url(request.url());
    // What the server left on a connection that is used again is chance.
    builder.header("Connection", "close");
    request.headers().forEach(builder::header);
    return request.method().equals("GET")
        ? builder.get()
        : builder.post(
            request.content().once()
                ? new OnceBody(request.content())
                : RequestBody.create((MediaType) null, request.content().take()));
  }

  private static Reply reply(Response response) throws IOException {
    Map<String, ?> facts = facts(response);
    byte[] body = response.body().bytes();
    return new Reply(response.code(), response.header("Content-Type"), body, facts);
  }

  /** What the application can see of a response, but for its body's class. */
  static Map<String, ?> facts(Response response) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("class", response.getClass().getName());
    facts.put("response", response);
    facts.put("headers", response.headers().names());
    facts.put("protocol", response.protocol());
    facts.put("prior", response.priorResponse());
    facts.put("network", response.networkResponse());
    facts.put("cache", response.cacheResponse());
    facts.put("length", response.body().contentLength());
    facts.put("type", response.body().contentType());
    BufferedSource source = response.body().source();
    facts.put("source", source);
    facts.put("class of source", source.getClass().getName());
    facts.put("same source", response.body().source() == source);
    return facts;
  }

  /** A body that OkHttp knows nothing of. */
  private static final class OnceBody extends RequestBody {
    private final Content content;

    OnceBody(Content content) {
      this.content = content;
    }

    @Override
    public MediaType contentType() {
      return null;
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      byte[] bytes = content.take();
      int half = bytes.length / 2;
      sink.write(bytes, 0, half).flush();
      sink.write(bytes, half, bytes.length - half);
    }
  }

  private static final class ResponseBody implements Body {
    private static final int BUFFER = 8_192;

    private final Call call;
    private final Response response;
    private final InputStream stream;

    ResponseBody(Call call, Response response) {
      this.call = call;
      this.response = response;
      this.stream = response.body().byteStream();
    }

    @Override
    public int status() {
      return response.code();
    }

    @Override
    public byte[] next() throws IOException {
      byte[] buffer = new byte[BUFFER];
      int read = stream.read(buffer);
      return read < 0 ? null : Arrays.copyOf(buffer, read);
    }

    @Override
    public InputStream stream() {
      return stream;
    }

    @Override
    public void cancel() {
      call.cancel();
      response.close();
    }

    @Override
    public Map<String, ?> facts() {
      Map<String, Object> facts = new TreeMap<>(OkHttpDriver.facts(response));
      facts.put("cancelled", call.isCanceled());
      return facts;
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
