package dev.steno.agent;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import com.sun.net.httpserver.HttpServer;
import dev.steno.agent.capture.OpenCalls;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.SteadyClock;
import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.Item;
import dev.steno.agent.queue.Outbox;
import dev.steno.agent.spi.CallStart;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.wire.Recognition;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What an interaction costs on each thread, from the application's to the exporters': an
 * application of its own, never run as a test, since times depend on the machine.
 *
 * <p>Takes what is recorded ({@code whole}, {@code history}, {@code whole:bytes} of a prompt,
 * {@code history:messages}, or the number of a stream's chunks), the folder that it is recorded to,
 * how many calls there are in a round, and, if wanted, the exporters ({@code file}, or {@code
 * otlp}, which is sent to a process of its own) and how many calls there are in a second. The first
 * round is cold; after as many as warm it up, it tells the median of the last.
 */
final class WriterCost {
  private static final int BATCH = Integer.getInteger("batch", 500);
  private static final int BURST = Math.min(10, BATCH);
  private static final int WARM_UP = Integer.getInteger("warmup", 5);
  private static final int MEASURED = Integer.getInteger("rounds", 7);
  private static final String HEAD =
      "{\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"object\":\"chat.completion\","
          + "\"created\":1741569952,\"model\":\"gpt-4o-mini-2024-07-18\",";
  private static final String WORDS =
      "The quick brown fox jumps over the lazy dog, and nobody knows why it does so each day. ";
  private static final List<String> NAMES = List.of("steno-writer", "steno-file", "steno-otlp");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final String kind;
  private final int size;
  private final int perSecond;
  private final Threads threads;
  private final Health health = new Health();
  private int calls;
  private long appNanos;
  private long appBytes;

  /** What goes over the wire in a call, made before it is measured. */
  private record Wire(byte[] request, List<byte[]> answer) {
    long bytes() {
      long sum = request.length;
      for (byte[] piece : answer) {
        sum += piece.length;
      }
      return sum;
    }
  }

  private WriterCost(String kind, Path folder, String exporters, int perSecond, int port) {
    int colon = kind.indexOf(':');
    this.kind = colon < 0 ? kind : kind.substring(0, colon);
    this.size = colon < 0 ? 0 : Integer.parseInt(kind.substring(colon + 1));
    this.perSecond = perSecond;
    Properties settings = new Properties();
    settings.setProperty("steno.dir", folder.resolve("steno").toString());
    settings.setProperty("steno.file.dir", folder.toString());
    settings.setProperty("steno.exporters", exporters);
    settings.setProperty("steno.otlp.endpoint", "http://127.0.0.1:" + port);
    settings.setProperty("steno.outbox.max-size", "64MiB");
    Config config = ConfigReader.read(null, settings, Map.of());
    Log log = new Log(System.err, false);
    Outbox<Item> outbox = new Outbox<>(config.outboxMaxSize());
    OpenCalls open = new OpenCalls(1L << 30, 1L << 40);
    threads =
        new Threads(
            config, new Daemons(config.exporters()), outbox, open, health, log, System.err, null);
    Recognition recognition = new Recognition(List.of(), List.of());
    new Recorder(outbox, open, health, log, SteadyClock.system(), recognition, threads).install();
  }

  public static void main(String[] args) throws InterruptedException, IOException {
    if (args[0].equals("sink")) {
      sink();
      return;
    }
    String exporters = args.length > 3 ? args[3] : "file";
    Process sink = exporters.contains("otlp") ? otherProcess() : null;
    int port = sink == null ? 0 : Integer.parseInt(sink.inputReader().readLine());
    int perSecond = args.length > 4 ? Integer.parseInt(args[4]) : 0;
    WriterCost cost = new WriterCost(args[0], Path.of(args[1]), exporters, perSecond, port);
    int round = Integer.parseInt(args[2]);
    System.out.println(
        "            µs: app writer   file   otlp others  all | bytes: app writer   file   otlp");
    cost.print(args[0] + " cold", cost.round(round));
    for (int i = 0; i < WARM_UP; i++) {
      cost.round(round);
    }
    double[][] rounds = new double[MEASURED][];
    for (int i = 0; i < MEASURED; i++) {
      rounds[i] = cost.round(round);
    }
    double[] median = new double[rounds[0].length];
    for (int i = 0; i < median.length; i++) {
      int column = i;
      double[] sorted = Arrays.stream(rounds).mapToDouble(one -> one[column]).sorted().toArray();
      median[i] = sorted[MEASURED / 2];
    }
    cost.print(args[0] + " warm", median);
    System.out.println(cost.health.summary());
    if (sink != null) {
      sink.destroy();
    }
    System.exit(0);
  }

  private static Process otherProcess() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return new ProcessBuilder(java, "-cp", classes, WriterCost.class.getName(), "sink")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Takes whatever is sent, until it is ended. */
  private static void sink() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {
      // Until who started it has ended.
    }
    System.exit(0);
  }

  private void print(String when, double[] one) {
    System.out.printf(
        Locale.ROOT,
        "%12s %6.1f %6.1f %6.1f %6.1f %6.1f %5.1f | %6.0f %6.0f %6.0f %6.0f%n",
        when,
        one[0] / 1e3,
        one[1] / 1e3,
        one[2] / 1e3,
        one[3] / 1e3,
        one[4] / 1e3,
        (one[0] + one[1] + one[2] + one[3] + one[4]) / 1e3,
        one[5],
        one[6],
        one[7],
        one[8]);
  }

  /** Nanoseconds of a processor, then bytes, of an interaction on each thread. */
  private double[] round(int many) throws InterruptedException {
    appNanos = 0;
    appBytes = 0;
    long begin = System.nanoTime();
    double[] before = spent();
    for (int made = 0; made < many; made += BATCH) {
      List<Wire> wires = new ArrayList<>(BATCH);
      for (int i = 0; i < BATCH; i++) {
        wires.add(wire(calls++));
      }
      for (int i = 0; i < BATCH; i += BURST) {
        if (perSecond > 0) {
          awaitTurn(begin + (made + i) * 1_000_000_000L / perSecond);
        }
        burst(wires.subList(i, i + BURST));
      }
      if ((perSecond == 0 || made + BATCH >= many)
          && !threads.flush(TimeUnit.SECONDS.toNanos(60))) {
        throw new IllegalStateException("not all was delivered: " + health.summary());
      }
    }
    double[] spent = spent();
    for (int i = 0; i < spent.length; i++) {
      spent[i] -= before[i];
    }
    spent[0] = appNanos;
    spent[5] = appBytes;
    for (int i = 0; i < spent.length; i++) {
      spent[i] /= many;
    }
    return spent;
  }

  private static void awaitTurn(long dueNanos) {
    for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void burst(List<Wire> wires) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    for (Wire wire : wires) {
      call(wire);
    }
    appNanos += THREADS.getCurrentThreadCpuTime() - nanos;
    appBytes += THREADS.getCurrentThreadAllocatedBytes() - bytes;
    for (Wire wire : wires) {
      appBytes -= wire.bytes();
    }
  }

  private static double[] spent() {
    double[] spent = new double[9];
    spent[4] = SYSTEM.getProcessCpuTime() - THREADS.getCurrentThreadCpuTime();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      int at = NAMES.indexOf(thread.getName()) + 1;
      if (at > 0) {
        spent[at] = THREADS.getThreadCpuTime(thread.getId());
        spent[4] -= spent[at];
        spent[5 + at] = THREADS.getThreadAllocatedBytes(thread.getId());
      }
    }
    return spent;
  }

  private boolean isStreamed() {
    return Character.isDigit(kind.charAt(0));
  }

  private void call(Wire wire) {
    byte[] request = wire.request;
    Object handle = new Object();
    CallStart start =
        new CallStart(
            "openai-java",
            CallStart.Layer.SDK,
            handle,
            "POST",
            "/v1/chat/completions",
            "api.openai.com",
            443);
    Tap tap = Objects.requireNonNull(Recorder.begin(start, null));
    tap.request("application/json", out -> out.write(request));
    tap.attempt(1);
    tap.leave();
    String type = isStreamed() ? "text/event-stream" : "application/json";
    tap.response(handle, 200, type, null, "req_0a1b2c3d4e5f60718293a4b5c6d7e8f9");
    for (byte[] piece : wire.answer) {
      tap.bytes(piece, 0, piece.length);
    }
    tap.end();
  }

  private Wire wire(int number) {
    List<byte[]> pieces = new ArrayList<>();
    if (isStreamed()) {
      stream(pieces, number, Integer.parseInt(kind));
    } else {
      pieces.add(answer(number).getBytes(StandardCharsets.UTF_8));
    }
    return new Wire(request(number).getBytes(StandardCharsets.UTF_8), pieces);
  }

  private String request(int number) {
    StringBuilder request = new StringBuilder("{\"messages\":[");
    request.append("{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},");
    boolean hasHistory = kind.equals("history");
    int messages = !hasHistory ? 1 : size == 0 ? 19 : size;
    for (int i = 0; i < messages; i++) {
      request.append(i == 0 ? "" : ",").append("{\"role\":\"");
      request.append(i % 2 == 0 ? "user" : "assistant").append("\",\"content\":\"");
      request.append("Message ").append(i).append(" of ").append(number).append(": ");
      int repeated = hasHistory ? 2 : size == 0 ? 11 : size / WORDS.length();
      request.append(WORDS.repeat(repeated)).append("\\nWhat is \\\"it\\\"?\"}");
    }
    request.append("],\"model\":\"gpt-4o-mini\",\"temperature\":0.7,\"max_tokens\":512");
    return request.append(isStreamed() ? ",\"stream\":true}" : "}").toString();
  }

  private static String answer(int number) {
    return HEAD
        + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Answer "
        + number
        + ": "
        + WORDS.repeat(6)
        + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
        + "\"usage\":{\"prompt_tokens\":219,\"completion_tokens\":110,\"total_tokens\":329,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
        + "\"completion_tokens_details\":{\"reasoning_tokens\":0,\"audio_tokens\":0,"
        + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}},"
        + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_0392822090\"}";
  }

  private static void stream(List<byte[]> pieces, int number, int chunks) {
    for (int i = 0; i < chunks; i++) {
      String text = i == 0 ? "Answer " + number + ":" : " word" + i % 7;
      pieces.add(
          bytes(
              HEAD
                  + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
                  + text
                  + "\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"));
    }
    pieces.add(
        bytes(HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"));
    pieces.add("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(String event) {
    return ("data: " + event).getBytes(StandardCharsets.UTF_8);
  }
}
