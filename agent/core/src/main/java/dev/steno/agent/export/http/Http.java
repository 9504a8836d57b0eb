package dev.steno.agent.export.http;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one destination: no redirects, no cookies, nothing compressed comes back, and
 * an answer is read for 64 KiB at most. For one thread.
 */
public final class Http implements AutoCloseable {
  private static final long MOST_ANSWER = 64 << 10;
  private static final long CONNECT_SECONDS = 5;
  private static final int SHORTEST_SECRET = 4;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY = 429;

  private final HttpUrl base;
  private final Clock clock;
  private final OkHttpClient client;

  /**
   * Sends to that address.
   *
   * @param endpoint {@code https://host/prefix}; a slash at its end does not count
   * @param timeout for a whole request with its answer
   */
  public Http(String endpoint, Duration timeout, Clock clock) {
    this(endpoint, timeout, clock, new OkHttpClient.Builder());
  }

  /** The same, with what else is set there: whom it trusts, and what it is known by. */
  public Http(String endpoint, Duration timeout, Clock clock, OkHttpClient.Builder settings) {
    this.base = HttpUrl.get(endpoint);
    this.clock = clock;
    this.client =
        settings
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .callTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout)
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(true)
            .build();
  }

  /**
   * Sends it, and gives whatever was answered.
   *
   * @throws DeliveryException when nothing was
   */
  public Answer send(Outgoing request) throws DeliveryException {
    Request.Builder built =
        new Request.Builder()
            .url(base.newBuilder().encodedPath(joined(base.encodedPath(), request.path())).build())
            .headers(Headers.of(request.headers()))
            .header("Accept-Encoding", "identity")
            .method(request.method(), body(request));
    try (Response response = client.newCall(built.build()).execute()) {
      BufferedSource source = response.body().source();
      Buffer read = new Buffer();
      long rest = MOST_ANSWER;
      while (rest > 0) {
        long count = source.read(read, rest);
        if (count < 0) {
          break;
        }
        rest -= count;
      }
      return new Answer(response.code(), read.readByteArray(), response.header("Retry-After"));
    } catch (IOException failure) {
      throw new DeliveryException(
          Remedy.RETRY, base.host() + " cannot be reached: " + failure, null, 1, failure);
    }
  }

  /**
   * Sends it, and gives what was answered to what was taken.
   *
   * @param entries how many entries the request is about
   * @throws DeliveryException when it was not taken
   */
  public Answer deliver(Outgoing request, int entries) throws DeliveryException {
    Answer answer = send(request);
    if (!answer.isSuccess()) {
      throw refused(request, answer, entries);
    }
    return answer;
  }

  /** What is to be done about an answer that is none of success. */
  public DeliveryException refused(Outgoing request, Answer answer, int entries) {
    int status = answer.status();
    String said = request.path() + " answered " + status + " " + unsecret(answer, request).shown();
    Remedy remedy =
        switch (status) {
          case 401, 403 -> Remedy.PAUSE;
          case REQUEST_TIMEOUT, TOO_EARLY, TOO_MANY -> Remedy.RETRY;
          default -> status >= 500 ? Remedy.RETRY : status >= 400 ? Remedy.SET_ASIDE : Remedy.PAUSE;
        };
    Duration after = remedy == Remedy.RETRY ? RetryAfter.of(answer.retryAfter(), clock) : null;
    return new DeliveryException(remedy, base.host() + said, after, entries, null);
  }

  /** A server may quote the key that it does not know. */
  private static Answer unsecret(Answer answer, Outgoing request) {
    Answer shown = answer;
    for (String header : request.headers().values()) {
      String secret = header.substring(header.lastIndexOf(' ') + 1);
      if (secret.length() >= SHORTEST_SECRET) {
        shown = shown.without(secret);
      }
    }
    return shown;
  }

  private static String joined(String prefix, String path) {
    String before = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return before + path;
  }

  private static @Nullable RequestBody body(Outgoing request) {
    byte[] bytes = request.body();
    String type = request.contentType();
    if (bytes == null) {
      return null;
    }
    return RequestBody.create(bytes, type == null ? null : MediaType.get(type));
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
