package dev.steno.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without the agent nothing happens, whatever is given. */
class WithoutAgentTest {
  private static Object nothing(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    return type == long.class ? (Object) 0L : null;
  }

  private static List<Object> callAll(Class<?> type, Object on) throws Exception {
    List<Object> returned = new ArrayList<>();
    for (Method method : type.getMethods()) {
      if (method.getDeclaringClass() == type
          && Modifier.isStatic(method.getModifiers()) == (on == null)) {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = nothing(method.getParameterTypes()[i]);
        }
        Object result = method.invoke(on, arguments);
        boolean mayBeNull = method.getReturnType() == void.class || method.getName().equals("call");
        assertThat(mayBeNull || result != null).as("%s", method).isTrue();
        returned.add(result);
      }
    }
    return returned;
  }

  @Test
  void nothingThrowsAndNothingIsNull() throws Exception {
    assertThat(callAll(Steno.class, null)).hasSizeGreaterThan(30);
    assertThat(callAll(Interaction.class, Steno.begin())).hasSizeGreaterThan(10);
    assertThat(callAll(Scope.class, Steno.conversation(null))).hasSizeGreaterThan(8);
    assertThat(callAll(Stats.class, Steno.stats())).hasSize(7);
  }

  @Test
  void whatIsAnsweredMeansNothing() {
    Interaction interaction = Steno.begin("bot", "hi").property("a", 1).input("x").output("y");
    assertThat(interaction.id()).hasSize(36).isEqualTo(interaction.id());
    assertThat(Steno.begin().id()).isNotEqualTo(interaction.id());
    interaction.end("z", false, Duration.ZERO);
    assertThat(Steno.track(null, null, null)).hasSize(36);
    assertThat(Steno.generateConversationId()).hasSize(36);
    assertThat(Steno.flush(Duration.ZERO)).isTrue();
    assertThat(Steno.errors()).isEmpty();
    Stats stats = Steno.stats();
    assertThat(stats.captured()).isZero();
    assertThat(stats.delivered()).isEmpty();
    assertThat(stats.waiting()).isEmpty();
  }

  @Test
  void tasksRunOnTheirThreadAndThrowWhatTheyThrow() throws Exception {
    Interaction interaction = Steno.begin();
    List<Thread> ran = new ArrayList<>();
    interaction.run(() -> ran.add(Thread.currentThread()));
    assertThat(ran).containsExactly(Thread.currentThread());
    assertThat(interaction.call(() -> 17)).isEqualTo(17);
    IOException thrown = new IOException("its own");
    assertThatThrownBy(
            () ->
                interaction.call(
                    () -> {
                      throw thrown;
                    }))
        .isSameAs(thrown);
  }

  @Test
  void whatTheAgentCountsIsReadWhateverItIs() {
    Stats stats =
        new Stats(
            Map.of(
                "captured",
                3,
                "delivered",
                Map.of("file", 2L, "odd", "x"),
                "dropped",
                "nothing",
                "waiting",
                List.of("open a", 1)));
    assertThat(stats.captured()).isEqualTo(3);
    assertThat(stats.delivered()).isEqualTo(Map.of("file", 2L));
    assertThat(stats.dropped()).isEmpty();
    assertThat(stats.spooled()).isEmpty();
    assertThat(stats.waiting()).containsExactly("open a", "1");
    assertThatThrownBy(() -> stats.delivered().put("a", 1L))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
