package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Interceptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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

  private static final Hook EXECUTE =
      new Hook(
          "com.lib.Client",
          "execute",
          List.of("com.lib.Request", "int"),
          "dev.steno.instrumentation.lib.Lib$Execute",
          false,
          false,
          null,
          null);

  private static final Hook CLOSE =
      new Hook(
          "com.lib.Client",
          "close",
          List.of(),
          "dev.steno.instrumentation.lib.Lib$Close",
          true,
          true,
          "the end of calls",
          "!com.lib.Old");

  private static final Hook RUN =
      Hook.of("java.util.Pool", "run", List.of("[I"), Interceptor.class).later();

  @Test
  void eachClassHasItsHooksUnderItsInternalName() throws IOException {
    HookList list = HookList.read(with(HookListWriter.text(List.of(EXECUTE, RUN, CLOSE))));
    assertThat(list.hooks()).isEqualTo(Map.of("com/lib/Client", List.of(CLOSE, EXECUTE)));
    assertThat(list.later()).isEqualTo(Map.of("java/util/Pool", List.of(RUN)));
    assertThat(list.packages()).containsExactly("com/lib/");
  }

  @Test
  void noPackageIsLookedAtWithoutNeed() {
    assertThat(HookList.of(HookListWriter.text(List.of(EXECUTE))).packages()).isEmpty();
  }

  @Test
  void aJarWithoutTheListSaysSo() {
    assertThatThrownBy(() -> HookList.read(with(null)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(HookList.RESOURCE);
  }
}
