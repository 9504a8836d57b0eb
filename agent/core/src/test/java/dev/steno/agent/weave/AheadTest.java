package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.steno.agent.health.Health;
import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made before it is needed. */
class AheadTest {
  private static final Hook SEND =
      new Hook("any.Library", "send", List.of(), "any.Interceptor", false, false, null, null);

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), true);
  private final AtomicInteger times = new AtomicInteger();
  private final CountDownLatch made = new CountDownLatch(1);

  private final Transformer transformer =
      new Transformer(
          HookList.of(HookListWriter.text(List.of(SEND))),
          () -> {
            made.countDown();
            return TransformerTest.Dispatcher.class;
          },
          new Hooks(),
          log);

  private final Ahead ahead = new Ahead(this::counted, transformer, log);

  private Health counted() {
    times.incrementAndGet();
    return new Health();
  }

  @ParameterizedTest
  @ValueSource(strings = {"com/openai/client/OpenAIClient", "okhttp3/OkHttpClient"})
  @Timeout(60)
  void aClassOfALibraryHasItMadeOnce(String seen) throws InterruptedException {
    ahead.saw("com/example/Main");
    assertThat(times).hasValue(0);
    ahead.saw(seen);
    made.await();
    ahead.saw(seen);
    ahead.begin();
    assertThat(times).hasValue(1);
  }

  @Test
  void nothingFailsOnTheWay() {
    ahead.run();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("made ahead in");
  }

  @Test
  void aFailureIsForWhoNeedsIt() {
    Ahead failing =
        new Ahead(
            () -> {
              throw new IllegalStateException("no disk");
            },
            transformer,
            log);
    assertThatCode(failing::run).doesNotThrowAnyException();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("not all was made ahead");
  }
}
