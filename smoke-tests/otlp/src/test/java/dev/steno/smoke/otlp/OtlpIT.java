package dev.steno.smoke.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Result;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sends to an OpenTelemetry backend from within an application that has one of its own. */
class OtlpIT {
  private static AgentProcess application(FakeModel model, Path javaHome) {
    return AgentProcess.of(Application.class.getName())
        .classPath(Path.of("target", "classes"))
        .classPath(jars())
        .javaHome(javaHome)
        .jvmOption("-XX:TieredStopAtLevel=1")
        .arg(model.url(), "3");
  }

  private static List<Path> jars() {
    try (Stream<Path> files = Files.list(Path.of("target", "class-path"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"17, http/protobuf", "17, grpc", "25, http/protobuf", "25, grpc"})
  void spansAndMetricsArriveAndTheApplicationSeesNothingOfIt(int java, String protocol)
      throws IOException {
    Optional<Path> jdk = Jdk.find(java);
    assumeTrue(jdk.isPresent(), "no JDK " + java);
    try (FakeModel model = FakeModel.start();
        Collector collector = new Collector(200, 3 + 1)) {
      Result plain = application(model, jdk.get()).run().assertClean();
      Result watched =
          application(model, jdk.get())
              .agent()
              .property("steno.exporters", "file,otlp")
              .property("steno.otlp.endpoint", collector.address(protocol))
              .property("steno.otlp.protocol", protocol)
              .property("steno.otlp.signals", "traces,metrics")
              .env("OTEL_SERVICE_NAME", "shop")
              .env("OTEL_METRIC_EXPORT_INTERVAL", "1")
              .arg(collector.waiting())
              .run()
              .assertClean();
      assertThat(watched.stdout()).isEqualTo(plain.stdout());
      assertThat(watched.stdout()).contains("spans [request, request, request]", "logged []");
      assertThat(watched.stderrLines()).allMatch(line -> line.startsWith("steno: "));
      assertThat(watched.stderr()).contains("delivered.otlp=3").contains("dropped=0");
      List<Span> spans = collector.spans();
      assertThat(spans).hasSize(3).allMatch(span -> span.getName().equals("chat gpt-4o"));
      assertThat(collector.metrics()).isNotEmpty();
      assertThat(collector.metrics().get(0).getResourceMetrics(0).getResource().toString())
          .contains("shop");
    }
  }

  @ParameterizedTest
  @CsvSource({"http/protobuf", "grpc"})
  void whatFailsIsSaidByNobodyButUs(String protocol) throws IOException {
    try (FakeModel model = FakeModel.start();
        Collector collector = new Collector(503, 1)) {
      Result result =
          application(model, Jdk.running())
              .agent()
              .quiet()
              .property("steno.exporters", "otlp")
              .property("steno.otlp.endpoint", collector.address(protocol))
              .property("steno.otlp.protocol", protocol)
              .arg(collector.waiting())
              .run()
              .assertClean();
      assertThat(result.stdout()).contains("logged []");
      assertThat(result.stderrLines()).allMatch(line -> line.startsWith("steno: "));
      assertThat(result.stderr()).contains("the exporter otlp");
      assertThat(collector.spans()).isEmpty();
    }
  }

  @Test
  void withoutItNothingOfItIsLoaded(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("classes.log");
    try (FakeModel model = FakeModel.start()) {
      Result result =
          AgentProcess.of(Plain.class.getName())
              .classPath(Path.of("target", "classes"))
              .agent()
              .jvmOption("-Xlog:class+load:file=" + log)
              .arg(model.url())
              .run()
              .assertClean();
      assertThat(result.interactions()).hasSize(1);
    }
    assertThat(Files.readString(log))
        .contains("dev.steno.agent.Agent ")
        .doesNotContain(" io.opentelemetry.", " okhttp3.", " okio.", " kotlin.")
        .doesNotContain("dev.steno.agent.export.otlp.", "dev.steno.agent.export.http.");
  }
}
