package dev.steno.smoke.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/** A JSON POST that is no model call, to a server in the same process. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HttpPost {
  private static final int BURST = 16;
  private static final int WARMUP_CALLS = 3_000;
  private static final byte[] ANSWER = "{\"accepted\":true}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ORDER =
      "{\"article\":4711,\"count\":3}".getBytes(StandardCharsets.UTF_8);

  @Param("java-http-client")
  private String client;

  private ExecutorService threads;
  private HttpServer server;
  private PlainClient plain;

  /** Starts the server, and warms up. */
  @Setup
  public void start(Blackhole hole) throws Exception {
    // Else an answer waits 40 ms for the acknowledgement of the request's two packets.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    threads = Executors.newCachedThreadPool();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (InputStream in = exchange.getRequestBody()) {
            in.readAllBytes();
          }
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, ANSWER.length);
          exchange.getResponseBody().write(ANSWER);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/orders";
    plain = PlainClient.of(client, url);
    for (int calls = 0; calls < WARMUP_CALLS; calls += BURST) {
      burst(hole);
    }
  }

  /** Stops the server. */
  @TearDown
  public void stop() throws IOException {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A burst of requests. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void post(Costs costs, Blackhole hole) throws Exception {
    costs.begin();
    burst(hole);
    costs.end(BURST);
  }

  private void burst(Blackhole hole) throws Exception {
    for (int i = 0; i < BURST; i++) {
      hole.consume(plain.post(ORDER));
    }
  }
}
