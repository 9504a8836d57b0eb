package dev.steno.agent.export.agentsight;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.export.http.Http;
import dev.steno.agent.export.http.Outgoing;
import dev.steno.agent.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import okhttp3.MultipartBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP with AgentSight. Each path ends with a slash: without it there is nothing. */
final class Api implements AutoCloseable {
  private static final int LARGE = 8 << 10;

  private final Http http;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> compressed;

  Api(
      Destinations.AgentSight settings,
      String accept,
      String version,
      Duration timeout,
      Clock clock) {
    this.http = new Http(settings.endpoint(), timeout, clock);
    headers.put("Accept", accept);
    headers.put("User-Agent", "steno/" + version);
    headers.put("Authorization", "Api-Key " + settings.apiKey());
    compressed = new LinkedHashMap<>(headers);
    compressed.put("Content-Encoding", "gzip");
  }

  /** What is there, whatever is answered. */
  Answer get(String path) throws DeliveryException {
    return http.send(new Outgoing("GET", path, headers, null, null));
  }

  /** Posts it, and gives whatever is answered. */
  Answer post(String path, byte[] body, boolean mayCompress) throws DeliveryException {
    if (mayCompress && body.length > LARGE) {
      return http.send(Outgoing.json(path, compressed, gzip(body)));
    }
    return http.send(Outgoing.json(path, headers, body));
  }

  /** Posts it, and gives whatever is answered. */
  Answer post(String path, Map<String, @Nullable Object> body) throws DeliveryException {
    return post(path, Json.bytes(body), false);
  }

  /** Posts a form, and gives whatever is answered. */
  Answer post(String path, MultipartBody form) throws DeliveryException {
    Buffer body = new Buffer();
    try {
      form.writeTo(body);
    } catch (IOException impossible) {
      throw new DeliveryException(
          DeliveryException.Remedy.SET_ASIDE, "the form cannot be written", null, 1, impossible);
    }
    String type = form.contentType().toString();
    return http.send(new Outgoing("POST", path, headers, type, body.readByteArray()));
  }

  /** What is to be done about an answer that is none of success. */
  DeliveryException refused(String path, Answer answer, int entries) {
    return http.refused(new Outgoing("POST", path, headers, null, null), answer, entries);
  }

  /** What an answer holds, of which anything may be left out. */
  static Map<?, ?> read(Answer answer) {
    Object tree = Json.parseContainer(new String(answer.body(), StandardCharsets.UTF_8));
    return tree instanceof Map<?, ?> map ? map : Map.of();
  }

  private static byte[] gzip(byte[] body) throws DeliveryException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException impossible) {
      throw new DeliveryException(
          DeliveryException.Remedy.RETRY, "it cannot be compressed", null, 1, impossible);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    http.close();
  }
}
