package dev.steno.smoke.benchmarks;

import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.services.blocking.chat.ChatCompletionService;
import com.sun.management.OperatingSystemMXBean;
import dev.steno.api.Steno;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Makes model calls, some at a time, and waits until all are delivered; prints what that took. An
 * application of its own, with the agent or without.
 */
final class Exported {
  private static final int AT_ONCE = 500;
  private static final int PROMPT_BYTES = 1 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChatCompletionService completions =
      new OpenAIClientImpl(
              ClientOptions.builder()
                  .httpClient(new MemoryModel())
                  .baseUrl("https://api.openai.com/v1")
                  .apiKey("sk-benchmark")
                  .build())
          .chat()
          .completions();
  private final ChatCompletionCreateParams question = OpenAiJavaCreate.question(PROMPT_BYTES);

  private Exported() {}

  /** Takes how many calls to warm up with, and how many to measure. */
  public static void main(String[] args) {
    Exported exported = new Exported();
    exported.calls(Integer.parseInt(args[0]));
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long nanos = System.nanoTime();
    long cpuNanos = system.getProcessCpuTime();
    exported.calls(Integer.parseInt(args[1]));
    System.out.println((System.nanoTime() - nanos) + " " + (system.getProcessCpuTime() - cpuNanos));
  }

  private void calls(int many) {
    for (int made = 0; made < many; made += AT_ONCE) {
      for (int i = 0; i < AT_ONCE; i++) {
        completions.create(question);
      }
      if (!Steno.flush(PATIENCE)) {
        throw new IllegalStateException("not all was delivered: " + Steno.errors());
      }
    }
  }
}
