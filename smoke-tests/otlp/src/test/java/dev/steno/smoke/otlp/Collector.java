package dev.steno.smoke.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A backend on loopback, over HTTP and over gRPC. */
final class Collector implements AutoCloseable {
  private final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final HttpServer http;
  private final Server grpc;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch arrived;

  /** Takes all if that status is 200, and waits for so many things when it is asked to. */
  Collector(int status, int awaited) throws IOException {
    arrived = new CountDownLatch(awaited);
    http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    http.setExecutor(threads);
    http.createContext(
        "/wait",
        exchange -> {
          try {
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          if (status != 200) {
            arrived.countDown();
          }
          if (exchange.getRequestURI().getPath().equals("/v1/traces") && status == 200) {
            add(ExportTraceServiceRequest.parseFrom(body));
          } else if (exchange.getRequestURI().getPath().equals("/v1/metrics") && status == 200) {
            add(ExportMetricsServiceRequest.parseFrom(body));
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    http.start();
    grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(
                new TraceServiceGrpc.TraceServiceImplBase() {
                  @Override
                  public void export(
                      ExportTraceServiceRequest request,
                      StreamObserver<ExportTraceServiceResponse> observer) {
                    if (status != 200) {
                      arrived.countDown();
                      observer.onError(Status.UNAVAILABLE.asRuntimeException());
                      return;
                    }
                    add(request);
                    observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
                    observer.onCompleted();
                  }
                })
            .addService(
                new MetricsServiceGrpc.MetricsServiceImplBase() {
                  @Override
                  public void export(
                      ExportMetricsServiceRequest request,
                      StreamObserver<ExportMetricsServiceResponse> observer) {
                    add(request);
                    observer.onNext(ExportMetricsServiceResponse.getDefaultInstance());
                    observer.onCompleted();
                  }
                })
            .build()
            .start();
  }

  private void add(ExportTraceServiceRequest request) {
    traces.add(request);
    for (int i = 0; i < request.getResourceSpans(0).getScopeSpans(0).getSpansCount(); i++) {
      arrived.countDown();
    }
  }

  private void add(ExportMetricsServiceRequest request) {
    if (metrics.isEmpty()) {
      arrived.countDown();
    }
    metrics.add(request);
  }

  /** Answers when all that is waited for has arrived. */
  String waiting() {
    return address("http/protobuf") + "/wait";
  }

  String address(String protocol) {
    int port = protocol.equals("grpc") ? grpc.getPort() : http.getAddress().getPort();
    return "http://127.0.0.1:" + port;
  }

  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    traces.forEach(
        request ->
            request
                .getResourceSpansList()
                .forEach(
                    resource ->
                        resource
                            .getScopeSpansList()
                            .forEach(scope -> spans.addAll(scope.getSpansList()))));
    return spans;
  }

  List<ExportMetricsServiceRequest> metrics() {
    return metrics;
  }

  @Override
  public void close() {
    http.stop(0);
    grpc.shutdownNow();
    threads.shutdownNow();
  }
}
