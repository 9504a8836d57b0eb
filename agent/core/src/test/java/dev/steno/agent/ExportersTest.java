package dev.steno.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Under what name what waits for an exporter is on disk. */
class ExportersTest {
  private static String reader(String exporter, String... settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("steno.exporters", exporter);
    all.put("steno.agnost.org-id", "11111111-2222-3333-4444-555555555555");
    all.put("steno.agentsight.api-key", "ags_0123456789abcdef0123456789ABCDEF_012345");
    all.put("steno.mindlytics.api-key", "a-key-of-a-test");
    all.put("steno.mindlytics.project-id", "a-project");
    all.put("steno.otlp.endpoint", "http://127.0.0.1:4318");
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    Properties properties = new Properties();
    properties.putAll(all);
    Config config = ConfigReader.read(null, properties, Map.of());
    return Exporters.reader(exporter, config);
  }

  @Test
  void anotherDestinationIsAnotherReader() throws Exception {
    Set<String> names = new HashSet<>();
    for (String exporter : new String[] {"agnost", "agentsight", "mindlytics", "otlp"}) {
      String name = reader(exporter);
      assertThat(name).matches(exporter + "-[0-9a-f]{8}").isEqualTo(reader(exporter));
      assertThat(names.add(name)).isTrue();
      assertThat(names.add(reader(exporter, "steno." + exporter + ".content", "none"))).isTrue();
      assertThat(names.add(reader(exporter, "steno.content.input", "none"))).isTrue();
      assertThat(
              names.add(reader(exporter, "steno." + exporter + ".endpoint", "http://127.0.0.1:9")))
          .isTrue();
    }
    assertThat(
            names.add(
                reader(
                    "agentsight",
                    "steno.agentsight.api-key",
                    "ags_1a2b3c4d5e6f7890abcdef1234567890_a1b2c3")))
        .isTrue();
    assertThat(names.add(reader("agentsight", "steno.agentsight.environment", "development")))
        .isTrue();
    assertThat(names.add(reader("otlp", "steno.otlp.headers", "x-api-key=another"))).isTrue();
  }

  @Test
  void whatIsOnThisMachineHasNone() {
    assertThat(Exporters.isLocal("file")).isTrue();
    assertThat(Exporters.isLocal("console")).isTrue();
    assertThat(Exporters.isLocal("otlp")).isFalse();
  }
}
