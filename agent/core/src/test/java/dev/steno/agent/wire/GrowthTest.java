package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.steno.agent.model.Call;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is read grows as what was sent: in what it allocates, which is the same each time, and (for
 * a scan that begins anew again and again) in what it takes of a processor, far from a square.
 */
class GrowthTest {
  private static final int FEW = 64;
  private static final int TIMES = 16;

  /** That of the test alone: a busy machine is not what is measured. */
  private static final long LEAST_NANOS = 100_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What there may be many of. */
  private enum Many {
    WORDS(GrowthTest::words),
    ESCAPES(many -> request(user("\\\\n\\\"ä\\ud83d\\ude00".repeat(20 * many)))),
    MESSAGES(many -> request((user("again") + ",").repeat(many) + user("last"))),
    NESTED(many -> request(user("x") + ",[" + "[[1]],".repeat(10 * many) + "1]")),
    VECTORS(many -> request("[" + "0.125,".repeat(100 * many) + "1]")),
    BASE64(many -> request("{\"data\":\"" + "QUJD".repeat(200 * many) + "\"}")),
    QUOTES(many -> request("\"" + "\",\"".repeat(50 * many) + "\"")),
    UNENDED(many -> request("\"" + "a\\\\".repeat(100 * many))),
    CHUNKS(many -> stream("{\"content\":\" word\"}", many)),
    TOOL_CHUNKS(
        many ->
            stream(
                "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"a\"}}]}",
                many)),
    COMMENTS(many -> answer(": " + "x".repeat(100) + "\n\n" + ": \n".repeat(30 * many))),
    ONE_EVENT(many -> answer("data: {\"id\":\"" + "x".repeat(200 * many) + "\"}\n\n")),
    LINES_OF_ONE_EVENT(many -> answer("data: [\ndata: 1,\n" + "data: 1,\n".repeat(20 * many))),
    ;

    private final IntFunction<Sample> sample;

    Many(IntFunction<Sample> sample) {
      this.sample = sample;
    }
  }

  private static Sample words(int many) {
    return request(user("The quick brown fox. ".repeat(20 * many)));
  }

  private static String user(String text) {
    return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
  }

  private static Sample request(String messages) {
    return Sample.chat(Sample.JSON, "{}")
        .request("{\"model\":\"m\",\"messages\":[" + messages + "]}");
  }

  private static Sample answer(String events) {
    return Sample.chat(Sample.SSE, events);
  }

  private static Sample stream(String delta, int many) {
    return answer(
        ("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}\n\n")
                .repeat(many)
            + "data: [DONE]\n\n");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAllocatedGrowsAsWhatWasSent(Many many) {
    for (int piece : new int[] {50, 16 << 10}) {
      Sample few = many.sample.apply(FEW);
      Sample more = many.sample.apply(FEW * TIMES);
      allocated(few, piece); // what is made once
      long base = allocated(many.sample.apply(1), piece);
      long one = Math.max(1, allocated(few, piece) - base);
      long all = allocated(more, piece) - base;
      assertThat(all).as("pieces of %d", piece).isLessThan(2L * TIMES * one + 100_000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatItTakesGrowsFarLessThanItsSquare(Many many) {
    for (int piece : new int[] {7, 16 << 10}) {
      Sample few = many.sample.apply(FEW);
      Sample more = many.sample.apply(FEW * TIMES);
      long one = Math.min(nanos(few, piece), nanos(few, piece));
      // 16 times as much; a square would be 256 times.
      assertThat(nanos(more, piece))
          .as("pieces of %d", piece)
          .isLessThan(Math.max(4L * TIMES * one, LEAST_NANOS));
    }
  }

  private static long allocated(Sample sample, int piece) {
    long begin = THREADS.getCurrentThreadAllocatedBytes();
    read(sample, piece);
    return THREADS.getCurrentThreadAllocatedBytes() - begin;
  }

  private static long nanos(Sample sample, int piece) {
    long begin = THREADS.getCurrentThreadCpuTime();
    read(sample, piece);
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  private static void read(Sample sample, int piece) {
    Call call = sample.play(Ending.How.CLOSED, piece, 8 << 20);
    assertThat(call.outcome()).isNotNull();
  }
}
