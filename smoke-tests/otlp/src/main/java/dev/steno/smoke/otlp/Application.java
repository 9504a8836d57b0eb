package dev.steno.smoke.otlp;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Asks a model in a span of its own, and prints all that an agent could have changed. */
public final class Application {
  private static final List<String> SPANS = Collections.synchronizedList(new ArrayList<>());
  private static final List<String> LOGGED = Collections.synchronizedList(new ArrayList<>());

  private Application() {}

  /** The model's address, how often it is asked, and, if given, what answers when to go on. */
  public static void main(String[] arguments) throws IOException {
    Logger.getLogger("").addHandler(new Keeping());
    Logger.getLogger("").setLevel(Level.INFO);
    OpenTelemetry ours =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(new InMemory()))
                    .build())
            .buildAndRegisterGlobal();
    Tracer tracer = GlobalOpenTelemetry.getTracer("application");
    OkHttpClient client = new OkHttpClient();
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      Span span = tracer.spanBuilder("request").startSpan();
      Scope scope = span.makeCurrent();
      try {
        ask(client, arguments[0]);
      } finally {
        scope.close();
        span.end();
      }
    }
    if (arguments.length > 2) {
      try (InputStream answer = new URL(arguments[2]).openStream()) {
        answer.readAllBytes();
      }
    }
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
    System.out.println("spans " + SPANS);
    System.out.println("logged " + LOGGED);
    System.out.println("global " + GlobalOpenTelemetry.get().getClass().getName());
    System.out.println("sdk " + ours.getClass().getClassLoader().getClass().getSimpleName());
    System.out.println("okhttp " + okhttp3.internal.Version.userAgent());
    TreeSet<String> properties = new TreeSet<>();
    for (Object key : System.getProperties().keySet()) {
      if (key.toString().startsWith("otel.") || key.toString().startsWith("io.opentelemetry")) {
        properties.add(key.toString());
      }
    }
    System.out.println("properties " + properties);
  }

  private static void ask(OkHttpClient client, String url) throws IOException {
    String body =
        "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Where is it?\"}]}";
    Request request =
        new Request.Builder()
            .url(url + "/chat/completions")
            .post(RequestBody.create(MediaType.get("application/json"), body))
            .build();
    try (Response response = client.newCall(request).execute()) {
      System.out.println(response.code() + " " + response.body().string().length());
    }
  }

  private static final class InMemory implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      spans.forEach(span -> SPANS.add(span.getName()));
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private static final class Keeping extends Handler {
    @Override
    public void publish(LogRecord one) {
      LOGGED.add(one.getLoggerName() + " " + one.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
