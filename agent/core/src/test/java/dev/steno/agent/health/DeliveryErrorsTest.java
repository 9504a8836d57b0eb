package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The last errors, and who hears of them. */
class DeliveryErrorsTest {
  private final DeliveryErrors errors = new DeliveryErrors();

  @Test
  void theLastAreKept() {
    for (int i = 0; i < 150; i++) {
      errors.add("file", "no space " + i);
    }
    assertThat(errors.count()).isEqualTo(150);
    assertThat(errors.last())
        .hasSize(100)
        .startsWith("file: no space 50")
        .endsWith("file: no space 149");
  }

  @Test
  void aListenerThatThrowsKeepsNothingFromOthers() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Consumer<String> bad =
        error -> {
          throw new AssertionError(error);
        };
    Consumer<String> good = heard::add;
    errors.listen(bad);
    errors.listen(good);
    Thread thread = new Thread(errors);
    thread.setDaemon(true);
    thread.start();
    errors.add("file", "first");
    errors.add("otlp", "second");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("file: first");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("otlp: second");
  }

  @Test
  void anInterruptEndsNothing() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Consumer<String> interrupting =
        error -> {
          heard.add(error);
          Thread.currentThread().interrupt();
        };
    errors.listen(interrupting);
    Thread thread = new Thread(errors);
    thread.setDaemon(true);
    thread.start();
    errors.add("file", "first");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("file: first");
    errors.add("file", "second");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("file: second");
  }

  @Test
  void aWrongUseIsNewOnce() {
    Health health = new Health();
    assertThat(health.misused("ended_twice")).isTrue();
    assertThat(health.misused("ended_twice")).isFalse();
    assertThat(health.summary()).contains("ignored.ended_twice=2");
  }
}
