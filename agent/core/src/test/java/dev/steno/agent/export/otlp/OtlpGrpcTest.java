package dev.steno.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Destinations.Otlp;
import dev.steno.agent.config.Destinations.Signal;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives at a backend over gRPC, and what is made of its answers. */
class OtlpGrpcTest {
  private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
  private final List<ExportLogsServiceRequest> logs = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final Queue<Status> plan = new ConcurrentLinkedQueue<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Health health = new Health();
  private Server server;
  private ExportTraceServiceResponse answer = ExportTraceServiceResponse.getDefaultInstance();

  private <T> void answer(T message, StreamObserver<T> observer) {
    Status status = plan.poll();
    if (status != null && !status.isOk()) {
      observer.onError(status.asRuntimeException());
      return;
    }
    observer.onNext(message);
    observer.onCompleted();
  }

  @BeforeEach
  void start() throws IOException {
    ServerInterceptor headers =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
            keys.add(metadata.get(Metadata.Key.of("x-key", Metadata.ASCII_STRING_MARSHALLER)));
            return Contexts.interceptCall(Context.current(), call, metadata, next);
          }
        };
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .intercept(headers)
            .addService(
                new TraceServiceGrpc.TraceServiceImplBase() {
                  @Override
                  public void export(
                      ExportTraceServiceRequest request,
                      StreamObserver<ExportTraceServiceResponse> observer) {
                    traces.add(request);
                    answer(answer, observer);
                  }
                })
            .addService(
                new LogsServiceGrpc.LogsServiceImplBase() {
                  @Override
                  public void export(
                      ExportLogsServiceRequest request,
                      StreamObserver<ExportLogsServiceResponse> observer) {
                    logs.add(request);
                    answer(ExportLogsServiceResponse.getDefaultInstance(), observer);
                  }
                })
            .addService(
                new MetricsServiceGrpc.MetricsServiceImplBase() {
                  @Override
                  public void export(
                      ExportMetricsServiceRequest request,
                      StreamObserver<ExportMetricsServiceResponse> observer) {
                    metrics.add(request);
                    answer(ExportMetricsServiceResponse.getDefaultInstance(), observer);
                  }
                })
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private VirtualSender sender(boolean gzip) {
    String address = "http://127.0.0.1:" + server.getPort();
    Signal signal = new Signal(address, true, Map.of("x-key", "k"), 10_000, gzip, null, null, null);
    Otlp settings = new Otlp(signal, signal, signal, true, "latest", false, 60_000, Map.of());
    Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
    return new VirtualSender(clock -> new OtlpExporter(settings, "1", health, log, clock));
  }

  @Test
  void allSignalsArrive() {
    for (boolean gzip : new boolean[] {false, true}) {
      traces.clear();
      VirtualSender sender = sender(gzip);
      sender.offer(List.of(Rich.agent(Origin.UNKNOWN)));
      sender.offer(Entries.events());
      sender.sendAll();
      sender.pass(Duration.ofMinutes(2));
      sender.turn();
      assertThat(sender.lines()).isEmpty();
      List<Span> spans = traces.get(0).getResourceSpans(0).getScopeSpans(0).getSpansList();
      assertThat(spans).hasSize(7);
      spans.forEach(span -> Semconv.check(span, true));
      sender.finish();
    }
    assertThat(logs.get(0).getResourceLogs(0).getScopeLogs(0).getLogRecordsList())
        .hasSize(2 + Entries.events().size());
    assertThat(metrics).hasSize(2);
    assertThat(metrics.get(0).getResourceMetrics(0).getScopeMetrics(0).getMetricsCount())
        .isEqualTo(14);
    assertThat(keys).containsOnly("k");
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CANCELLED",
        "DEADLINE_EXCEEDED",
        "RESOURCE_EXHAUSTED",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNKNOWN"
      })
  void whatPassesIsTriedAgain(Status.Code code) {
    plan.add(code.toStatus().withDescription("later"));
    VirtualSender sender = sender(false);
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    sender.sendAll();
    assertThat(traces).hasSize(2);
    assertThat(traces.get(0)).isEqualTo(traces.get(1));
    assertThat(sender.lines().get(0)).contains("waits, and tries again", code.name());
    assertThat(sender.counted()).contains("delivered.vendor=1 dropped=0");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAUTHENTICATED", "PERMISSION_DENIED"})
  void whoIsNotLetInPauses(Status.Code code) {
    plan.add(code.toStatus());
    VirtualSender sender = sender(false);
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    sender.sendAll();
    assertThat(sender.waits()).containsExactly(Duration.ofMinutes(5));
    assertThat(sender.counted()).contains("delivered.vendor=1 dropped=0");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"INVALID_ARGUMENT", "NOT_FOUND", "FAILED_PRECONDITION", "INTERNAL", "UNIMPLEMENTED"})
  void whatIsRefusedIsSetAside(Status.Code code) {
    plan.add(code.toStatus());
    VirtualSender sender = sender(false);
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    sender.sendAll();
    assertThat(sender.counted()).contains("dropped.refused.vendor=1");
    assertThat(traces).hasSize(1);
  }

  @Test
  void whatIsTooLargeIsSentInHalves() {
    Queue<Status> halves = new ArrayDeque<>();
    halves.add(
        Status.RESOURCE_EXHAUSTED.withDescription(
            "grpc: received message larger than max (5 vs. 4)"));
    plan.addAll(halves);
    VirtualSender sender = sender(false);
    sender.offer(Entries.turns(8, 1));
    sender.sendAll();
    assertThat(traces.size()).isGreaterThan(2);
    assertThat(sender.counted()).contains("delivered.vendor=11 dropped=0");
    assertThat(sender.lines()).isEmpty();
  }

  @Test
  void whatIsTakenInPartIsCountedAndSaidOnce() {
    answer =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(1)
                    .setErrorMessage("too old"))
            .build();
    VirtualSender sender = sender(false);
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    sender.sendAll();
    assertThat(health.summary()).contains("rejected.spans_not_taken.otlp=1");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("not let have 1 of its spans")
        .doesNotContain("too old");
  }

  @Test
  void aServerThatIsNotThereIsWaitedFor() {
    VirtualSender sender = sender(false);
    server.shutdownNow();
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    assertThat(sender.turn()).isPositive();
    assertThat(sender.lines().get(0)).contains("waits, and tries again", "127.0.0.1");
  }
}
