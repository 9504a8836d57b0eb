package dev.steno.smoke.environments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside the agents that applications have already, before them and after them. */
class OtherAgentsIT {
  private static final Map<String, String> SILENT_OPENTELEMETRY =
      Map.of(
          "OTEL_TRACES_EXPORTER", "none",
          "OTEL_METRICS_EXPORTER", "none",
          "OTEL_LOGS_EXPORTER", "none");

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void openTelemetry(boolean stenoFirst) {
    try (FakeModel model = FakeModel.start()) {
      AgentProcess process = both(model, "opentelemetry-javaagent", stenoFirst);
      SILENT_OPENTELEMETRY.forEach(process::env);
      Result result = process.run();

      assertThat(result.stderr()).contains("opentelemetry-javaagent - version");
      assertRecordedOnce(result, model);
      // It hooks openai-java and OkHttp too: that it works is that it adds its header.
      assertThat(model.requests())
          .allMatch(request -> request.headers().containsKey("traceparent"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void datadog(boolean stenoFirst) throws Exception {
    // Nobody accepts what it sends: the port is taken, and never answered on.
    try (FakeModel model = FakeModel.start();
        ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Result result =
          both(model, "dd-java-agent", stenoFirst)
              .env("DD_TRACE_AGENT_URL", "http://127.0.0.1:" + nobody.getLocalPort())
              .env("DD_INSTRUMENTATION_TELEMETRY_ENABLED", "false")
              .env("DD_REMOTE_CONFIG_ENABLED", "false")
              .env("DD_PROFILING_ENABLED", "false")
              .env("DD_CRASHTRACKING_ENABLED", "false")
              .env("DD_JMXFETCH_ENABLED", "false")
              .env("DD_RUNTIME_METRICS_ENABLED", "false")
              .env("DD_APPSEC_ENABLED", "false")
              .env("DD_SYMBOL_DATABASE_UPLOAD_ENABLED", "false")
              .run();

      assertRecordedOnce(result, model);
      assertThat(model.requests())
          .allMatch(request -> request.headers().containsKey("x-datadog-trace-id"));
    }
  }

  private static void assertRecordedOnce(Result result, FakeModel model) {
    Programs.assertRecorded(result, "main");
    assertThat(model.requests()).hasSize(2);
    assertThat(result.stderr()).doesNotContain("could not hook");
  }

  private static AgentProcess both(FakeModel model, String other, boolean stenoFirst) {
    String others = "-javaagent:" + Programs.jar("agents", other);
    return stenoFirst
        ? Programs.oneCall(model).agent().jvmOption(others)
        : Programs.oneCall(model)
            .jvmOption(others, "-javaagent:" + AgentProcess.stenoJar(), "-Dsteno.log=debug");
  }
}
