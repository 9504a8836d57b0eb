package dev.steno.smoke.benchmarks;

import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.services.blocking.chat.ChatCompletionService;
import dev.steno.api.Steno;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/**
 * An application with openai-java and a model in memory, of which one thing grows; {@code Growing
 * <conversations|prompt|history> <scale> <value>…}.
 */
final class Growing {
  private static final int SLICES = 3;
  private static final int WARM_UP = 6_000;
  private static final int CALLS = 3_000;
  private static final int LEAST_CALLS = 8;
  private static final int MESSAGE_BYTES = 100;

  /** What may wait for the agent: a quarter of what its outbox holds. */
  private static final int MOST_WAITING_BYTES = 4 << 20;

  private static final int MOST_BYTES_OF_A_SLICE = 24 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final double NANOS_IN_A_MICRO = 1e3;

  /** The question of that number. */
  @FunctionalInterface
  private interface Questions {
    ChatCompletionCreateParams of(int number);
  }

  private final ChatCompletionService completions = OpenAiJava.inMemory();
  private final Random random = new Random(7);
  private int known;
  private int asked;

  private Growing() {}

  public static void main(String[] args) {
    Growing growing = new Growing();
    double scale = Double.parseDouble(args[1]);
    growing.ask((int) (WARM_UP * scale), 1 << 10, growing::first);
    for (int i = 2; i < args.length; i++) {
      growing.measure(args[0], Integer.parseInt(args[i]), (int) (CALLS * scale));
    }
  }

  private void measure(String what, int value, int calls) {
    switch (what) {
      case "conversations" -> {
        ask(Math.max(0, value - known), 1 << 10, this::first);
        measure(value, calls, 1 << 10, number -> next(random.nextInt(value)));
      }
      case "prompt" -> {
        String prompt = Prompts.of(value);
        measure(value, calls, value, number -> OpenAiJava.question(number + " " + prompt));
      }
      case "history" ->
          measure(value, calls, value * MESSAGE_BYTES, number -> history(number, value));
      default -> throw new IllegalArgumentException(what);
    }
  }

  /** Begins a conversation that nothing else is like. */
  private ChatCompletionCreateParams first(int number) {
    return OpenAiJava.question(opening(known++));
  }

  private static String opening(int conversation) {
    return conversation + ": " + Prompts.ONE_KILOBYTE;
  }

  /** Goes on with a conversation that there is. */
  private static ChatCompletionCreateParams next(int conversation) {
    return OpenAiJava.builder()
        .addUserMessage(opening(conversation))
        .addAssistantMessage(MemoryModel.WORDS)
        .addUserMessage("And where is it now?")
        .build();
  }

  private static ChatCompletionCreateParams history(int number, int messages) {
    ChatCompletionCreateParams.Builder builder = OpenAiJava.builder();
    String words = Prompts.of(MESSAGE_BYTES);
    for (int i = 1; i < messages; i++) {
      if (i % 2 == 0) {
        builder.addAssistantMessage(i + words);
      } else {
        builder.addUserMessage(number + words);
      }
    }
    return builder.addUserMessage(number + words).build();
  }

  private void measure(int value, int calls, int bytes, Questions questions) {
    int many = Math.max(LEAST_CALLS, Math.min(calls, MOST_BYTES_OF_A_SLICE / bytes));
    ask(many, bytes, questions);
    for (int slice = 0; slice < SLICES; slice++) {
      long cpu = Meter.processCpu();
      long allocated = Meter.processBytes();
      long calling = ask(many, bytes, questions);
      System.out.printf(
          Locale.ROOT,
          "%svalue=%d cpu=%.3f bytes=%.0f calling.cpu=%.3f%n",
          Fork.RESULT,
          value,
          (Meter.processCpu() - cpu) / NANOS_IN_A_MICRO / many,
          (double) (Meter.processBytes() - allocated) / many,
          calling / NANOS_IN_A_MICRO / many);
    }
  }

  /** Asks, never more than fits, and waits until all is delivered; the CPU of this thread. */
  private long ask(int calls, int bytes, Questions questions) {
    long cpu = Meter.threadCpu();
    int atOnce = Math.max(1, Math.min(500, MOST_WAITING_BYTES / bytes));
    for (int i = 1; i <= calls; i++) {
      completions.create(questions.of(asked++));
      if ((i % atOnce == 0 || i == calls) && !Steno.flush(PATIENCE)) {
        throw new IllegalStateException("not all was delivered: " + Steno.errors());
      }
    }
    return Meter.threadCpu() - cpu;
  }
}
