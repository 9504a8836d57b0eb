package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import io.opentelemetry.javaagent.OtherAgentsLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which classes are woven. */
class TransformerTest {
  private static final String LIBRARY = Library.class.getName();

  private final Transformer transformer =
      new Transformer(
          Map.of(
              LIBRARY.replace('.', '/'),
              List.of(new Hook(LIBRARY, "send", List.of(), "any.Interceptor", false, false, null))),
          Dispatcher.class,
          new Log(new PrintStream(OutputStream.nullOutputStream()), false));

  /** What is hooked. */
  static final class Library {
    String send() {
      return "sent";
    }
  }

  /** What woven code names. */
  public static final class Dispatcher {
    private Dispatcher() {}

    /** Never called here. */
    public static CallSite bootstrap(
        MethodHandles.Lookup caller, String phase, MethodType type, Object... arguments) {
      throw new AssertionError();
    }
  }

  private byte[] transformed(ClassLoader loader, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/');
    try (InputStream in = type.getClassLoader().getResourceAsStream(name + ".class")) {
      return transformer.transform(null, loader, name, null, null, in.readAllBytes());
    }
  }

  private static ClassLoader application() {
    return new ClassLoader(TransformerTest.class.getClassLoader()) {};
  }

  @Test
  void onlyAHookedClassIsWoven() throws IOException {
    assertThat(transformed(application(), Library.class)).isNotNull();
    assertThat(transformed(application(), Dispatcher.class)).isNull();
  }

  @Test
  void whatAgentsSendIsNotTheApplications() throws IOException {
    ClassLoader loader = TransformerTest.class.getClassLoader();
    assertThat(transformed(new OtherAgentsLoader(loader), Library.class)).isNull();
    assertThat(transformed(Transformer.class.getClassLoader(), Library.class)).isNull();
  }
}
