package dev.steno.agent.capture;

import dev.steno.agent.health.Log;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What threads are inside of, and what goes with work from one to another; and from that, who
 * speaks. Safe for use by several threads.
 */
final class Whereabouts {
  private final Log log;
  private final Handoff<Frame.Level> outside = new Handoff<>();
  private final List<WeakReference<Scope.Reader>> ambient = new CopyOnWriteArrayList<>();

  Whereabouts(Log log) {
    this.log = log;
  }

  /** Asks that reader as well, with itself as the subject; it is held weakly. */
  void ambient(Scope.Reader reader) {
    ambient.removeIf(reference -> reference.get() == null);
    ambient.add(new WeakReference<>(reader));
  }

  /** What goes with what, besides what is a carrier itself. */
  Handoff<Frame.Level> handoffs() {
    return outside;
  }

  /** What a thread is inside of, or else what came with the carrier, or with the thread itself. */
  Frame.@Nullable Level level(@Nullable Frame frame, @Nullable Object carrier) {
    if (frame != null && !(frame.isOfTask() && carrier != null)) {
      return frame.level();
    }
    Frame.Level level = carrier == null ? null : carriedBy(carrier);
    if (level != null) {
      return level;
    }
    return frame != null ? frame.level() : outside.get(Thread.currentThread());
  }

  /** What goes with that carrier, or is one. */
  Frame.@Nullable Level carriedBy(Object carrier) {
    if (carrier instanceof ScopeTap scope) {
      return scope.level();
    }
    return carrier instanceof Frame.Level level ? level : outside.get(carrier);
  }

  /** What goes on elsewhere from here, with what only this thread can tell. */
  Frame.@Nullable Level carried() {
    Frame.Level level = level(Frame.current(), null);
    if (level != null && level.scope() != null) {
      level.scope().facts(false);
    }
    ScopeFacts around = ambientFacts();
    if (around.told().isEmpty()) {
      return level;
    }
    ScopeTap scope = new ScopeTap("ambient", level, (told, subject) -> {}, log);
    scope.tell(around);
    return scope.level();
  }

  /** What is known of whom something comes from that begins here, in no other that is recorded. */
  ScopeFacts facts(Frame.@Nullable Level outer, boolean anew) {
    if (outer != null && outer.recordedId() != null) {
      return ScopeFacts.NONE;
    }
    return around(outer, anew);
  }

  /** The same, whatever it is in. */
  ScopeFacts around(Frame.@Nullable Level outer, boolean anew) {
    ScopeFacts facts =
        outer == null || outer.scope() == null ? ScopeFacts.NONE : outer.scope().facts(anew);
    return facts.with(ambientFacts());
  }

  private ScopeFacts ambientFacts() {
    if (ambient.isEmpty()) {
      return ScopeFacts.NONE;
    }
    ScopeTap asked = new ScopeTap("ambient", null, (scope, reader) -> read(scope, reader), log);
    for (WeakReference<Scope.Reader> reference : ambient) {
      Scope.Reader reader = reference.get();
      if (reader != null) {
        asked.about(reader);
        asked.facts(true);
      }
    }
    asked.about(null);
    return asked.facts(false);
  }

  private static void read(Scope scope, Object reader) {
    ((Scope.Reader) reader).tell(scope, reader);
  }
}
