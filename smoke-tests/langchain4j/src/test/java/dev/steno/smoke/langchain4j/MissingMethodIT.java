package dev.steno.smoke.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steno.smoke.AgentProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a version of LangChain4j is that lacks a method which is hooked: here it is the agent's list
 * of hooks that names one which no version has.
 */
class MissingMethodIT {
  private static final String HOOKS = "steno/dev/steno/agent/hooks.list";

  @Test
  void losesOnlyWhatNeedsItAndIsSaidOnce() throws IOException {
    // Of the same length, which the list says of each class.
    Path jar =
        withHook(
            "ChatMemoryService getOrCreateChatMemory ", "ChatMemoryService goneAndNeverSeenAgain ");
    Runs run = Runs.of(Version.V1_17_2, process -> process.agent(jar).quiet(), "turn");
    run.assertSameAs(Runs.of(Version.V1_17_2, process -> process, "turn"));
    assertThat(run.result().stderrLines().stream().filter(line -> line.contains("not recorded")))
        .singleElement()
        .asString()
        .contains("conversations of LangChain4j's AI services is not recorded")
        .contains("ChatMemoryService");
    JsonNode turn = run.records("turn").get(0);
    assertThat(turn.path("conversation_source").asText()).isNotEqualTo("framework");
    assertThat(turn.path("agent_name").asText()).isEqualTo("ByText");
    assertThat(turn.path("calls")).hasSize(7);
    Files.delete(jar);
  }

  private static Path withHook(String name, String instead) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "broken"));
    Path jar = Files.createTempFile(folder, "steno-", ".jar").toAbsolutePath();
    Files.write(jar, Files.readAllBytes(AgentProcess.stenoJar()));
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      String hooks = Files.readString(zip.getPath(HOOKS), StandardCharsets.UTF_8);
      assertThat(hooks).contains(name);
      Files.writeString(zip.getPath(HOOKS), hooks.replace(name, instead), StandardCharsets.UTF_8);
    }
    return jar;
  }
}
