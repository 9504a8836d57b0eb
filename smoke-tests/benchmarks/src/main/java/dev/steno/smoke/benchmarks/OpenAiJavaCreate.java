package dev.steno.smoke.benchmarks;

import com.openai.client.OpenAIClientImpl;
import com.openai.core.ClientOptions;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.services.blocking.chat.ChatCompletionService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One {@code chat().completions().create(…)} of openai-java, in bursts with pauses in between. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OpenAiJavaCreate {
  /** Enough calls for the clocks around them to cost nothing. */
  private static final int BURST = 16;

  /** Calls, and not seconds: on a busy machine a second is not enough for the compiler. */
  private static final int WARMUP_CALLS = 12_000;

  private static final int WARMUP_CALLS_PER_SECOND = 3_000;
  private static final int WARMUP_PROMPT_BYTES = 1 << 10;

  private static final String WORDS =
      "Where is my order? It was to come on Tuesday, or so I was told. ";

  @Param("1024")
  private int promptBytes;

  /** 0 for as many as possible. */
  @Param("0")
  private int callsPerSecond;

  private ChatCompletionService completions;
  private ChatCompletionCreateParams question;
  private Pace pace;

  /**
   * Makes the client and the question, and warms up with small prompts, whatever the question is.
   */
  @Setup
  public void client(Blackhole hole) {
    completions =
        new OpenAIClientImpl(
                ClientOptions.builder()
                    .httpClient(new MemoryModel())
                    .baseUrl("https://api.openai.com/v1")
                    .apiKey("sk-benchmark")
                    .build())
            .chat()
            .completions();
    question = question(WARMUP_PROMPT_BYTES);
    pace = new Pace(WARMUP_CALLS_PER_SECOND, BURST);
    for (int calls = 0; calls < WARMUP_CALLS; calls += BURST) {
      pause();
      burst(hole);
    }
    question = question(promptBytes);
    pace = new Pace(callsPerSecond, BURST);
  }

  static ChatCompletionCreateParams question(int promptBytes) {
    String prompt = WORDS.repeat(promptBytes / WORDS.length() + 1).substring(0, promptBytes);
    return ChatCompletionCreateParams.builder()
        .model("gpt-4o")
        .addSystemMessage("You are a friendly assistant of a shop.")
        .addUserMessage(prompt)
        .temperature(0.2)
        .build();
  }

  /** Waits until the next burst is due. */
  @Setup(Level.Invocation)
  public void pause() {
    pace.await();
  }

  /** A burst of calls. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void create(Costs costs, Blackhole hole) {
    costs.begin();
    burst(hole);
    costs.end(BURST);
  }

  private void burst(Blackhole hole) {
    for (int i = 0; i < BURST; i++) {
      hole.consume(completions.create(question));
    }
  }
}
