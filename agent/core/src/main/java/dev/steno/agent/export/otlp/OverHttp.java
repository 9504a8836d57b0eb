package dev.steno.agent.export.otlp;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.export.http.Http;
import dev.steno.agent.export.http.Outgoing;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Sends what an exporter of the SDK writes as all of Steno's exporters send, on their thread. */
final class OverHttp implements HttpSender {
  private final HttpSenderConfig config;
  private final Attempt attempt;
  private final String userAgent;
  private final String path;
  private final Http http;

  OverHttp(HttpSenderConfig config, Attempt attempt, String userAgent, Clock clock) {
    this.config = config;
    this.attempt = attempt;
    this.userAgent = userAgent;
    URI endpoint = config.getEndpoint();
    String rawPath = endpoint.getRawPath();
    this.path = rawPath == null || rawPath.isEmpty() ? "/" : rawPath;
    this.http =
        new Http(
            endpoint.getScheme() + "://" + endpoint.getRawAuthority(),
            config.getTimeout(),
            clock,
            settings(config));
  }

  private static OkHttpClient.Builder settings(HttpSenderConfig config) {
    OkHttpClient.Builder settings = new OkHttpClient.Builder();
    SSLContext ssl = config.getSslContext();
    if (ssl != null) {
      X509TrustManager trust = config.getTrustManager();
      settings.sslSocketFactory(ssl.getSocketFactory(), trust == null ? everybodys() : trust);
    }
    return settings;
  }

  /** Whom the JVM trusts. */
  private static X509TrustManager everybodys() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return (X509TrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException unusable) {
      throw new IllegalStateException(unusable);
    }
  }

  @Override
  public void send(
      MessageWriter writer, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    send(writer);
    onResponse.accept(Taken.INSTANCE);
  }

  /** Sends it; what came of it is told to the attempt. */
  void send(MessageWriter writer) {
    try {
      Outgoing request =
          new Outgoing("POST", path, headers(), config.getContentType(), body(writer));
      Answer answer = http.send(request);
      if (answer.isSuccess()) {
        attempt.taken(answer.body());
      } else {
        attempt.refused(answer.status(), http.refused(request, answer, 1));
      }
    } catch (DeliveryException failure) {
      attempt.failed(failure);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private byte[] body(MessageWriter writer) throws IOException {
    Compressor compressor = config.getCompressor();
    if (compressor == null && writer instanceof SpanWriter spans) {
      return spans.bytes();
    }
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(Math.max(32, writer.getContentLength()));
    try (OutputStream out = compressor == null ? bytes : compressor.compress(bytes)) {
      writer.writeMessage(out);
    }
    return bytes.toByteArray();
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> header : config.getHeadersSupplier().get().entrySet()) {
      headers.put(header.getKey(), String.join(",", header.getValue()));
    }
    headers.merge("User-Agent", userAgent, (theirs, ours) -> ours + " " + theirs);
    Compressor compressor = config.getCompressor();
    if (compressor != null) {
      headers.put("Content-Encoding", compressor.getEncoding());
    }
    return headers;
  }

  @Override
  public CompletableResultCode shutdown() {
    http.close();
    return CompletableResultCode.ofSuccess();
  }

  /** What the exporter is told in any case. */
  private enum Taken implements HttpResponse {
    INSTANCE;

    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return new byte[0];
    }
  }
}
