package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.spi.Hook;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of hooks, as it is read at start. */
class HookListTest {
  private static ClassLoader with(String list) {
    return new ClassLoader(null) {
      @Override
      public InputStream getResourceAsStream(String name) {
        return list == null
            ? null
            : new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  @Test
  void aLineIsAHookUnderItsClassesInternalName() throws IOException {
    String list =
        """
        com.lib.Client execute (com.lib.Request,int) dev.steno.instrumentation.lib.Lib$Execute
        com.lib.Client close () dev.steno.instrumentation.lib.Lib$Close replacing in-subtypes later release:!com.lib.Old needed: the end of calls
        """;
    assertThat(HookList.read(with(list)))
        .containsOnlyKeys("com/lib/Client")
        .containsEntry(
            "com/lib/Client",
            List.of(
                new Hook(
                    "com.lib.Client",
                    "execute",
                    List.of("com.lib.Request", "int"),
                    "dev.steno.instrumentation.lib.Lib$Execute",
                    false,
                    false,
                    null,
                    null),
                new Hook(
                    "com.lib.Client",
                    "close",
                    List.of(),
                    "dev.steno.instrumentation.lib.Lib$Close",
                    true,
                    true,
                    "the end of calls",
                    "!com.lib.Old",
                    true)));
  }

  @Test
  void aJarWithoutTheListSaysSo() {
    assertThatThrownBy(() -> HookList.read(with(null)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(HookList.RESOURCE);
  }
}
