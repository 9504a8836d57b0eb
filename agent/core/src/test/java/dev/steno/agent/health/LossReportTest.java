package dev.steno.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said of lost calls. */
class LossReportTest {
  private final Health health = new Health();
  private final LossReport report = new LossReport(health);

  private void captured(int calls) {
    for (int i = 0; i < calls; i++) {
      health.captured();
    }
  }

  @Test
  void nothingIsSaidWhereNothingIsLost() {
    captured(3);
    health.delivered("file", 3);
    assertThat(report.lastMinute()).isNull();
    assertThat(report.atEnd()).isNull();
  }

  @Test
  void whatTheConfigurationLeavesOutIsNotLost() {
    captured(3);
    health.dropped("excluded", 1);
    health.dropped("not_a_model_call", 2);
    assertThat(report.lastMinute()).isNull();
    assertThat(report.atEnd()).isNull();
  }

  @Test
  void itNamesHowManyToWhomAndWhy() {
    captured(20);
    health.delivered("agnost", 8);
    health.dropped("backlog_full", "agnost", 12);
    assertThat(report.lastMinute())
        .startsWith(
            "12 calls were lost to agnost in the last minute (backlog_full 12);"
                + " since start: captured 20, delivered to agnost 8;")
        .contains("java -jar steno.jar doctor", "When something is missing");
  }

  @Test
  void eachLossIsSaidOnce() {
    captured(20);
    health.dropped("backlog_full", "agnost", 12);
    report.lastMinute();
    assertThat(report.lastMinute()).isNull();
    health.dropped("backlog_full", "agnost", 1);
    health.dropped("outbox_full", 2);
    health.dropped("refused", "agnost", 4);
    assertThat(report.lastMinute())
        .startsWith(
            "2 calls were lost to every exporter in the last minute (outbox_full 2),"
                + " 5 to agnost (backlog_full 1, refused 4); since start:");
    assertThat(report.atEnd())
        .startsWith(
            "2 calls were lost to every exporter since start (outbox_full 2),"
                + " 17 to agnost (backlog_full 13, refused 4); captured 20;");
  }

  @Test
  void oneIsACall() {
    health.dropped("shutdown", "otlp", 1);
    assertThat(report.atEnd()).startsWith("1 call was lost to otlp since start (shutdown 1)");
  }
}
