package dev.steno.smoke.langchain4j.models;

import static dev.steno.smoke.contract.test.Expected.not;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models of LangChain4j, and the HTTP client below them, keep the contract. */
class LangChain4jContractIT extends ModelCallContract {
  private static final String PACKAGE = "dev.steno.instrumentation.langchain4j.";

  @Override
  protected Class<? extends Driver> driver() {
    return LangChain4jDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    Map<String, List<Path>> versions = new LinkedHashMap<>();
    for (String version : List.of("1.0.0", "1.17.2", "1.19.0")) {
      versions.put(version, Runs.jars("openai-" + version));
    }
    return versions;
  }

  @Override
  protected String instrumentation() {
    return "langchain4j";
  }

  @Override
  protected List<List<String>> faults() {
    return List.of(
        List.of(PACKAGE + "ChatModels$Chat", "enter", "exit"),
        List.of(PACKAGE + "ChatModels$ChatStreamed", "enter", "exit"),
        List.of(PACKAGE + "ModelCall", "begin", "left", "overWith"),
        List.of(PACKAGE + "StreamedChat", "begin", "left"));
  }

  @Override
  protected List<Expected> expected() {
    // The client has its own thread for a stream: the rest may be there when the program leaves.
    return List.of(
        not("cancelled", "stream-unread").status(200).streamed().ending("cancelled", "ok"),
        left("stream-closed-early", "slow", "Paris is", "ok"),
        left("stream-consumer-throws", "slow", "Paris", "ok"),
        // The program leaves what it has forgotten.
        left("stream-abandoned", "endless", "Paris", "abandoned"));
  }

  private static Expected left(String shape, String model, String output, String orElse) {
    return not("cancelled", shape)
        .model(model)
        .saying(output)
        .status(200)
        .streamed()
        .ending("cancelled", orElse);
  }
}
