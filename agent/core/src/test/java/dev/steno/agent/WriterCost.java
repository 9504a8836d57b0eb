package dev.steno.agent;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
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
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * What an interaction costs on each thread, from the application's to the file: an application of
 * its own, never run as a test, since times depend on the machine.
 *
 * <p>Takes what is recorded ({@code whole}, {@code history}, or the number of a stream's chunks),
 * the folder that it is recorded to, and how many calls there are in a round. The first round is
 * cold; after as many as warm it up, it tells the median of the last.
 */
final class WriterCost {
  private static final int BATCH = 500;
  private static final int WARM_UP = 5;
  private static final int MEASURED = 7;
  private static final String HEAD =
      "{\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"object\":\"chat.completion\","
          + "\"created\":1741569952,\"model\":\"gpt-4o-mini-2024-07-18\",";
  private static final String WORDS =
      "The quick brown fox jumps over the lazy dog, and nobody knows why it does so each day. ";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final String kind;
  private final Threads threads;
  private final Health health = new Health();
  private int calls;

  private WriterCost(String kind, Path folder) {
    this.kind = kind;
    Properties settings = new Properties();
    settings.setProperty("steno.file.dir", folder.toString());
    settings.setProperty("steno.outbox.max-size", "64MiB");
    Config config = ConfigReader.read(null, settings, Map.of());
    Log log = new Log(System.err, false);
    Outbox<Item> outbox = new Outbox<>(config.outboxMaxSize());
    OpenCalls open = new OpenCalls(1L << 30, 1L << 40);
    threads =
        new Threads(config, new Daemons(config.exporters()), outbox, open, health, log, System.err);
    Recognition recognition = new Recognition(List.of(), List.of());
    new Recorder(outbox, open, health, log, SteadyClock.system(), recognition, threads).install();
  }

  public static void main(String[] args) throws InterruptedException {
    WriterCost cost = new WriterCost(args[0], Path.of(args[1]));
    int round = Integer.parseInt(args[2]);
    System.out.println("         µs: app writer  file others | bytes: app writer file");
    cost.print("cold", cost.round(round));
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
    cost.print("warm", median);
    System.out.println(cost.health.summary());
    System.exit(0);
  }

  private void print(String when, double[] one) {
    System.out.printf(
        Locale.ROOT,
        "%8s %s %6.1f %6.1f %5.1f %6.1f | %8.0f %8.0f %8.0f%n",
        kind,
        when,
        one[0] / 1e3,
        one[1] / 1e3,
        one[2] / 1e3,
        one[3] / 1e3,
        one[4],
        one[5],
        one[6]);
  }

  /** Nanoseconds of a processor, then bytes, of an interaction on each thread. */
  private double[] round(int many) throws InterruptedException {
    double[] before = spent();
    for (int made = 0; made < many; made += BATCH) {
      for (int i = 0; i < BATCH; i++) {
        call();
      }
      if (!threads.flush(TimeUnit.SECONDS.toNanos(60))) {
        throw new IllegalStateException("not all was delivered: " + health.summary());
      }
    }
    double[] after = spent();
    for (int i = 0; i < after.length; i++) {
      after[i] = (after[i] - before[i]) / many;
    }
    return after;
  }

  private static double[] spent() {
    double[] spent = new double[7];
    spent[0] = THREADS.getCurrentThreadCpuTime();
    spent[4] = THREADS.getCurrentThreadAllocatedBytes();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      int at =
          switch (thread.getName()) {
            case "steno-writer" -> 1;
            case "steno-file" -> 2;
            default -> 0;
          };
      if (at > 0) {
        spent[at] = THREADS.getThreadCpuTime(thread.getId());
        spent[4 + at] = THREADS.getThreadAllocatedBytes(thread.getId());
      }
    }
    spent[3] = SYSTEM.getProcessCpuTime() - spent[0] - spent[1] - spent[2];
    return spent;
  }

  private void call() {
    int number = calls++;
    byte[] request = request(number).getBytes(StandardCharsets.UTF_8);
    boolean streamed = Character.isDigit(kind.charAt(0));
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
    String type = streamed ? "text/event-stream" : "application/json";
    tap.response(handle, 200, type, null, "req_0a1b2c3d4e5f60718293a4b5c6d7e8f9");
    if (streamed) {
      stream(tap, number, Integer.parseInt(kind));
    } else {
      byte[] answer = answer(number).getBytes(StandardCharsets.UTF_8);
      tap.bytes(answer, 0, answer.length);
    }
    tap.end();
  }

  private String request(int number) {
    StringBuilder request = new StringBuilder("{\"messages\":[");
    request.append("{\"role\":\"system\",\"content\":\"You are a helpful assistant.\"},");
    int messages = kind.equals("history") ? 19 : 1;
    for (int i = 0; i < messages; i++) {
      request.append(i == 0 ? "" : ",").append("{\"role\":\"");
      request.append(i % 2 == 0 ? "user" : "assistant").append("\",\"content\":\"");
      request.append("Message ").append(i).append(" of ").append(number).append(": ");
      int repeated = messages == 1 ? 11 : 2;
      request.append(WORDS.repeat(repeated)).append("\\nWhat is \\\"it\\\"?\"}");
    }
    request.append("],\"model\":\"gpt-4o-mini\",\"temperature\":0.7,\"max_tokens\":512");
    return request.append(Character.isDigit(kind.charAt(0)) ? ",\"stream\":true}" : "}").toString();
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

  private static void stream(Tap tap, int number, int chunks) {
    for (int i = 0; i < chunks; i++) {
      String text = i == 0 ? "Answer " + number + ":" : " word" + i % 7;
      event(tap, HEAD + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"},");
      event(tap, "\"logprobs\":null,\"finish_reason\":null}]}\n\n");
    }
    event(tap, HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
    tap.bytes("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8), 0, 14);
  }

  private static void event(Tap tap, String text) {
    byte[] bytes = (text.startsWith("{") ? "data: " + text : text).getBytes(StandardCharsets.UTF_8);
    tap.bytes(bytes, 0, bytes.length);
  }
}
