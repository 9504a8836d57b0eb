package dev.steno.smoke.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Secrets of the application are in no file and in no line of output. */
class SecretsIT {
  private static final Map<String, String> CANARIES =
      new TreeMap<>(
          Map.of(
              "canary.key", "sk-canary-2f6e0b",
              "canary.organization", "org-canary-77ad01",
              "canary.project", "proj-canary-c4e9d3",
              "canary.header", "header-canary-90b1f8",
              "canary.query", "query-canary-5d3a6c"));

  @Test
  void noneIsKept() throws IOException {
    try (FakeModel model = FakeModel.start()) {
      AgentProcess process =
          App.on(App.NEWEST, model)
              .agent()
              .property("steno.exporters", "file,console")
              .env("OPENAI_WEBHOOK_SECRET", "whsec-canary-1b8f");
      CANARIES.forEach(process::property);
      Result result = process.run().assertClean();

      assertThat(result.interactions()).isNotEmpty();
      String sent = model.requests().get(0).comparable();
      assertThat(sent).as("what was sent").contains(CANARIES.values());
      for (Map.Entry<String, String> left : everythingLeft(result).entrySet()) {
        assertThat(left.getValue())
            .as(left.getKey())
            .doesNotContain(CANARIES.values())
            .doesNotContain(List.of("whsec-canary", "sk-own", "Bearer"));
      }
    }
  }

  private static Map<String, String> everythingLeft(Result result) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    texts.put("stdout", result.stdout());
    texts.put("stderr", result.stderr());
    try (Stream<Path> files = Files.walk(result.home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(
            file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return texts;
  }
}
