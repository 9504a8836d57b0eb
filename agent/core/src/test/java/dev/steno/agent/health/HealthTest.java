package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** That the counters add up. */
class HealthTest {
  private final Health health = new Health();

  @Test
  void theRestIsWhatWasNeitherDeliveredNorDropped() {
    for (int i = 0; i < 10; i++) {
      health.captured();
    }
    health.repeated(1);
    health.delivered("file", 3);
    health.delivered("console", 5);
    health.dropped("outbox_full", 2);
    health.dropped("export_failed", "file", 1);
    health.droppedTheRest("shutdown", List.of("file", "console"));
    assertThat(health.summary())
        .isEqualTo(
            "captured=9 delivered.console=5 delivered.file=3 dropped.export_failed.file=1"
                + " dropped.outbox_full=2 dropped.shutdown.console=2 dropped.shutdown.file=3"
                + " linked=0");
    health.droppedTheRest("shutdown", List.of("file", "console"));
    assertThat(health.summary()).contains("dropped.shutdown.file=3");
  }
}
