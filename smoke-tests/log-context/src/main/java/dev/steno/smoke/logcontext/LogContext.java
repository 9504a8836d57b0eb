package dev.steno.smoke.logcontext;

import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.ThreadContext;
import org.slf4j.MDC;

/** Asks a model, with what an application keeps for its log and its traces around it. */
public final class LogContext {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;

  private LogContext(URI url) {
    this.url = url;
  }

  public static void main(String[] args) throws InterruptedException {
    LogContext program = new LogContext(URI.create(args[0] + "/chat/completions"));
    program.ask("nothing");
    program.mdc();
    program.log4j();
    program.openTelemetry();
    program.ask("cleared");
  }

  private void mdc() throws InterruptedException {
    MDC.put("user_id", "ann");
    MDC.put("SessionId", "s-mdc");
    MDC.put("chat.id", "c-mdc");
    MDC.put("password", "s3cret");
    MDC.put("login", "ann@corp");
    MDC.put("threadId", "thread-7");
    ask("mdc");
    askLater("mdc-async");
    Map<String, String> context = MDC.getCopyOfContextMap();
    onAnotherThread(() -> ask("mdc-not-there"));
    onAnotherThread(
        () -> {
          MDC.setContextMap(context);
          ask("mdc-taken-along");
          MDC.clear();
        });
    print("mdc", MDC.getCopyOfContextMap());
    MDC.clear();
  }

  private void log4j() {
    ThreadContext.put("USER", "bob");
    ThreadContext.put("conversation-id", "c-log4j");
    ThreadContext.put("token", "s3cret");
    ask("log4j");
    print("log4j", ThreadContext.getImmutableContext());
    ThreadContext.clearAll();
  }

  @SuppressWarnings("try") // a scope is only left
  private void openTelemetry() throws InterruptedException {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setIdGenerator(new Counted())
            .addSpanProcessor(new Ignoring())
            .build();
    Span span = provider.get("test").spanBuilder("turn").startSpan();
    Baggage baggage =
        Baggage.builder()
            .put("user.id", "eve")
            .put("session.id", "s-otel")
            .put("gen_ai.conversation.id", "c-otel")
            .put("tenant.key", "s3cret")
            .build();
    try (Scope ofSpan = span.makeCurrent()) {
      print("span", span.getSpanContext());
      ask("span");
      try (Scope ofBaggage = Context.current().with(baggage).makeCurrent()) {
        ask("baggage");
        askLater("baggage-async");
        MDC.put("userId", "ann");
        ask("mdc-and-baggage");
        MDC.clear();
        onAnotherThread(() -> ask("baggage-not-there"));
        onAnotherThread(Context.current().wrap((Runnable) () -> ask("baggage-taken-along")));
        print("baggage", Baggage.current().getEntryValue("user.id"));
      }
      print("span", Span.current().getSpanContext());
    } finally {
      span.end();
    }
    print("span", Span.current().getSpanContext());
    provider.close();
  }

  private static void print(String what, SpanContext span) {
    System.out.println(what + " " + span.getTraceId() + " " + span.getSpanId());
  }

  private static void print(String what, Object value) {
    System.out.println(what + " " + value);
  }

  private static void print(String what, Map<String, String> context) {
    System.out.println(what + " " + new TreeMap<>(context));
  }

  private static void onAnotherThread(Runnable work) throws InterruptedException {
    Thread thread = new Thread(work);
    thread.start();
    thread.join();
  }

  private HttpRequest request(String what) {
    String body =
        "{\"model\":\"m-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Say it: "
            + what
            + "\"}]}";
    return HttpRequest.newBuilder(url)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private void ask(String what) {
    try {
      print(what, client.send(request(what), BodyHandlers.ofString()).body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void askLater(String what) {
    print(what, client.sendAsync(request(what), BodyHandlers.ofString()).join().body());
  }

  /** Ids in order, so that two runs print the same. */
  private static final class Counted implements IdGenerator {
    private final AtomicLong last = new AtomicLong();

    @Override
    public String generateSpanId() {
      return String.format("%016x", last.incrementAndGet());
    }

    @Override
    public String generateTraceId() {
      return String.format("%032x", last.incrementAndGet());
    }
  }

  /** Without any processor, newer SDKs make no spans. */
  private static final class Ignoring implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
