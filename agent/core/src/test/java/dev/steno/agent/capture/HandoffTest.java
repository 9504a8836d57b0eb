package dev.steno.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** That a value goes with an object, by identity, and keeps no object alive. */
class HandoffTest {
  @Test
  void findsByIdentityAndNotByEquality() {
    Handoff<String> handoff = new Handoff<>();
    String key = new String("same");
    handoff.put(key, "value");
    assertThat(handoff.get(new String("same"))).isNull();
    assertThat(handoff.get(key)).isEqualTo("value");
    assertThat(handoff.take(key)).isEqualTo("value");
    assertThat(handoff.take(key)).isNull();
  }

  @Test
  void holdsNoKeyAndForgetsTheValueWithIt() {
    Handoff<String> handoff = new Handoff<>();
    WeakReference<Object> key = new WeakReference<>(new Object());
    for (Object strong = key.get(); strong != null; strong = null) {
      handoff.put(strong, "value");
    }
    for (int i = 0; i < 100 && key.get() != null; i++) {
      System.gc();
    }
    assertThat(key.get()).isNull();
    Object other = new Object();
    for (int i = 0; i < 1_000 && handoff.size() > 1; i++) {
      handoff.put(other, "other");
      Thread.onSpinWait();
    }
    assertThat(handoff.size()).isOne();
  }

  /** Of a map's count that lags behind, what one thread takes may seem to be another's. */
  @Test
  void findsWhatIsThereWhileOthersComeAndGo() throws Exception {
    Handoff<String> handoff = new Handoff<>();
    Object shared = new Object();
    AtomicBoolean done = new AtomicBoolean();
    Thread gives = new Thread(() -> until(done, () -> handoff.putIfAbsent(shared, "shared")));
    Thread takes = new Thread(() -> until(done, () -> handoff.take(shared)));
    gives.start();
    takes.start();
    try {
      Object own = new Object();
      for (int i = 0; i < 1_000_000; i++) {
        handoff.put(own, "own");
        assertThat(handoff.get(own) == null).isFalse();
        assertThat(handoff.take(own) == null).isFalse();
      }
    } finally {
      done.set(true);
      gives.join();
      takes.join();
    }
  }

  private static void until(AtomicBoolean done, Runnable action) {
    while (!done.get()) {
      action.run();
    }
  }
}
