package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That nothing leaves a guard, and that three failures are enough. */
class GuardTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
  private final Hooks hooks = new Hooks();
  private final AtomicInteger enters = new AtomicInteger();
  private final AtomicInteger exits = new AtomicInteger();

  private Guard failing(Class<? extends Throwable> with) {
    return new Guard(
        new Interceptor() {
          @Override
          public Object enter(Object self, Object[] arguments) {
            enters.incrementAndGet();
            throw sneaky(with);
          }

          @Override
          public Object exit(Object state, Object returned, Throwable thrown) {
            exits.incrementAndGet();
            throw sneaky(with);
          }
        },
        "library.Hook",
        hooks,
        log);
  }

  private static RuntimeException sneaky(Class<? extends Throwable> type) {
    try {
      GuardTest.<RuntimeException>doThrow(type.getConstructor(String.class).newInstance("secret"));
    } catch (ReflectiveOperationException impossible) {
      throw new AssertionError(impossible);
    }
    throw new AssertionError();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void doThrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        IllegalStateException.class,
        NoSuchMethodError.class,
        StackOverflowError.class,
        OutOfMemoryError.class,
        Exception.class
      })
  void nothingLeavesIt(Class<? extends Throwable> with) {
    Guard guard = failing(with);
    assertThat(guard.enter(this, new Object[0])).isNull();
    assertThat(guard.exit("state", "returned", null)).isEqualTo("returned");
  }

  @Test
  void threeFailuresRetireItAndOneLineSaysSo() {
    Guard guard = failing(NoSuchMethodError.class);
    for (int i = 0; i < 10; i++) {
      guard.enter(this, new Object[0]);
      assertThat(guard.exit(null, "returned", null)).isEqualTo("returned");
    }
    assertThat(enters.get() + exits.get()).isEqualTo(3);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .hasLineCount(1)
        .contains("library.Hook", "NoSuchMethodError", "secret");
    assertThat(hooks.off().get("library.Hook")).startsWith("failed 3 times: ").contains("secret");
  }

  @Test
  void whatAnOrdinaryExceptionSaysIsNotPrinted() {
    Guard guard = failing(IllegalStateException.class);
    for (int i = 0; i < 10; i++) {
      guard.enter(this, new Object[0]);
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void whatWasEnteredIsExitedEvenAfterRetirement() {
    Guard guard = failing(IllegalStateException.class);
    for (int i = 0; i < 3; i++) {
      guard.enter(this, new Object[0]);
    }
    guard.exit("open", "returned", null);
    assertThat(exits).hasValue(1);
  }

  @Test
  void aStepWhoseExitFailedIsLeftAndEnded() {
    List<String> told = new ArrayList<>();
    Step step =
        (Step)
            Proxy.newProxyInstance(
                Step.class.getClassLoader(),
                new Class<?>[] {Step.class},
                (proxy, method, arguments) -> {
                  told.add(method.getName());
                  return null;
                });
    Object returned = new Object();
    assertThat(failing(NoSuchMethodError.class).exit(step, returned, null)).isSameAs(returned);
    assertThat(told).containsExactly("leave", "end");
  }
}
