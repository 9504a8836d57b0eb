package dev.steno.smoke.benchmarks;

import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.services.blocking.chat.ChatCompletionService;
import dev.steno.api.Stats;
import dev.steno.api.Steno;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An application that gives the agent as much as it takes, and never more; {@code Busy
 * <openai-java|track> <exporter> <interactions> <of them to warm up with>}.
 */
final class Busy {
  /** Enough for the agent to be busy, and too little for anything to be dropped. */
  private static final int MOST_WAITING = 4_000;

  private static final int AT_ONCE = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final double NANOS_IN_A_MICRO = 1e3;
  private static final double NANOS_IN_A_SECOND = 1e9;

  private final Runnable interaction;
  private final String exporter;
  private long made;

  private Busy(Runnable interaction, String exporter) {
    this.interaction = interaction;
    this.exporter = exporter;
  }

  public static void main(String[] args) {
    Busy busy = new Busy(args[0].equals("track") ? Busy::track : Busy.call(), args[1]);
    int interactions = Integer.parseInt(args[2]);
    busy.make(Integer.parseInt(args[3]));
    long begin = System.nanoTime();
    long cpu = Meter.processCpu();
    busy.make(interactions);
    System.out.printf(
        Locale.ROOT,
        "%srate=%.0f cpu=%.3f%n",
        Fork.RESULT,
        interactions / ((System.nanoTime() - begin) / NANOS_IN_A_SECOND),
        (Meter.processCpu() - cpu) / NANOS_IN_A_MICRO / interactions);
  }

  private static Runnable call() {
    ChatCompletionService completions = OpenAiJava.inMemory();
    ChatCompletionCreateParams question = OpenAiJava.question(Prompts.ONE_KILOBYTE);
    return () -> completions.create(question);
  }

  private static void track() {
    Steno.track("shop", Prompts.ONE_KILOBYTE, "Your order is on its way.");
  }

  /** Makes them, and waits until all are delivered. */
  private void make(int many) {
    for (int i = 0; i < many; i++) {
      interaction.run();
      if (++made % AT_ONCE == 0) {
        await();
      }
    }
    if (!Steno.flush(PATIENCE)) {
      throw new IllegalStateException("not all was delivered: " + Steno.errors());
    }
  }

  private void await() {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    while (waiting() > MOST_WAITING && System.nanoTime() < patience) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private long waiting() {
    Stats stats = Steno.stats();
    // Without the agent nothing is captured.
    return stats.captured() == 0 ? 0 : made - stats.delivered().getOrDefault(exporter, 0L);
  }
}
