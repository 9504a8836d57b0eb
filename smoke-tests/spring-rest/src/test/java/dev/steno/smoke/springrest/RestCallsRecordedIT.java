package dev.steno.smoke.springrest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import dev.steno.smoke.contract.test.Libraries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A RestTemplate and a RestClient need no hook of their own: each call is recorded once, below. */
class RestCallsRecordedIT {
  private static final Map<String, String> RECORDED_BY = new LinkedHashMap<>();

  static {
    RECORDED_BY.put("SimpleClientHttpRequestFactory", "http-url-connection");
    RECORDED_BY.put("JdkClientHttpRequestFactory", "java-http-client");
    RECORDED_BY.put("HttpComponentsClientHttpRequestFactory", "apache-httpclient-5");
    RECORDED_BY.put("OkHttp3ClientHttpRequestFactory", "okhttp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5.3.39", "6.1.21", "6.2.19", "7.0.9"})
  void eachCallRecordedOnce(String version) {
    List<String> factories = factories(version);
    Result plain = calls(version, factories, false);
    Result result = calls(version, factories, true);
    assertThat(result.stdout()).isEqualTo(plain.stdout());
    List<String> expected = new ArrayList<>();
    for (String factory : factories) {
      expected.add(factory + " RestTemplate ok by " + RECORDED_BY.get(factory));
      if (!version.startsWith("5")) {
        expected.add(factory + " RestClient ok by " + RECORDED_BY.get(factory));
      }
    }
    assertThat(result.interactions())
        .extracting(RestCallsRecordedIT::summary)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<String> factories(String version) {
    List<String> factories = new ArrayList<>(RECORDED_BY.keySet());
    if (version.startsWith("5")) {
      // It is of Apache's client 4 there, and the JDK's came later.
      factories.remove("HttpComponentsClientHttpRequestFactory");
      factories.remove("JdkClientHttpRequestFactory");
    } else if (version.startsWith("7")) {
      factories.remove("OkHttp3ClientHttpRequestFactory");
    }
    return factories;
  }

  private static Result calls(String version, List<String> factories, boolean withAgent) {
    String netty = version.startsWith("7") ? "netty-4.2" : "netty-4.1";
    try (FakeModel model = FakeModel.start()) {
      AgentProcess process =
          AgentProcess.of(RestCalls.class.getName())
              .classPath(Libraries.of(RestCalls.class))
              .classPath(Libraries.in(version, netty, "shared"))
              .arg(model.url())
              .arg(factories.toArray(String[]::new));
      return (withAgent ? process.agent() : process).run();
    }
  }

  private static String summary(JsonNode interaction) {
    JsonNode names = interaction.path("calls").path(0).path("instrumentation");
    List<String> by = new ArrayList<>();
    names.forEach(name -> by.add(name.asText()));
    return interaction.path("input").asText()
        + " "
        + interaction.path("outcome").asText()
        + " by "
        + String.join(", ", by);
  }
}
