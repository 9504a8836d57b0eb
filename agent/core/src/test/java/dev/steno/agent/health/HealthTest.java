package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
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
    health.settle("shutdown", List.of("file", "console"), Map.of());
    assertThat(health.summary())
        .isEqualTo(
            "captured=9 delivered.console=5 delivered.file=3 dropped.export_failed.file=1"
                + " dropped.outbox_full=2 dropped.shutdown.console=2 dropped.shutdown.file=3"
                + " linked=0");
    health.settle("shutdown", List.of("file", "console"), Map.of());
    assertThat(health.summary()).contains("dropped.shutdown.file=3");
  }

  @Test
  void whatIsOwedIsAccountedForWhenTheProcessEnds() {
    for (int i = 0; i < 10; i++) {
      health.captured();
    }
    health.adopted("otlp", 5);
    health.delivered("otlp", 3);
    health.dropped("refused", "otlp", 1);
    health.dropped("excluded", 2);
    health.settle("shutdown", List.of("otlp", "file"), Map.of("otlp", 7L));
    assertThat(health.summary())
        .isEqualTo(
            "captured=10 adopted.otlp=5 delivered.file=0 delivered.otlp=3 spooled.otlp=7"
                + " dropped.excluded=2 dropped.refused.otlp=1 dropped.shutdown.file=8"
                + " dropped.shutdown.otlp=2 linked=0");
    for (String exporter : List.of("otlp", "file")) {
      assertThat(health.accounted(exporter)).isEqualTo(health.owed(exporter));
    }
    String settled = health.summary();
    health.captured();
    health.adopted("otlp", 1);
    health.delivered("otlp", 1);
    health.dropped("late", 1);
    health.settle("shutdown", List.of("otlp", "file"), Map.of("otlp", 1L));
    assertThat(health.summary()).isEqualTo(settled + "");
  }
}
