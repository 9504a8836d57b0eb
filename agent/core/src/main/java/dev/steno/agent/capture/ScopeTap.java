package dev.steno.agent.capture;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope;
import org.jspecify.annotations.Nullable;

/** Holds what was told of a scope; asks its reader only on the thread that is inside of it. */
final class ScopeTap implements Scope {
  private final Reader reader;
  private final Log log;
  private final @Nullable ScopeTap outer;
  private final Thread thread = Thread.currentThread();
  private final Frame frame;
  private volatile @Nullable Object subject;
  private volatile ScopeFacts facts = ScopeFacts.NONE;
  private boolean asked;

  ScopeTap(String instrumentation, Frame.@Nullable Level outer, Reader reader, Log log) {
    this.reader = reader;
    this.log = log;
    this.outer = outer == null ? null : outer.scope();
    this.frame = new Frame(Frame.Level.of(this, outer, instrumentation), this);
  }

  void enter() {
    frame.push(null);
  }

  Frame.Level level() {
    return frame.level();
  }

  @Override
  public synchronized void tell(Source source, Fact fact, @Nullable Object value) {
    if (value != null) {
      facts = facts.with(source, fact, value instanceof String ? value : Told.of(value).orEmpty());
    }
  }

  synchronized void tell(ScopeFacts more) {
    facts = facts.with(more);
  }

  @Nullable ScopeTap outer() {
    return outer;
  }

  boolean isBegunBy(String instrumentation) {
    return frame.isBegunBy(instrumentation);
  }

  @Override
  public void about(@Nullable Object next) {
    subject = next;
  }

  @Override
  public void leave() {
    subject = null;
    frame.pop();
  }

  /**
   * What is known, of this scope and those around it.
   *
   * @param anew whether what was told before may have changed
   */
  ScopeFacts facts(boolean anew) {
    Object about = subject;
    if (about != null && Thread.currentThread() == thread && (anew || !asked)) {
      asked = true;
      ask(about);
    }
    return outer == null ? facts : outer.facts(anew).with(facts);
  }

  private void ask(Object about) {
    try {
      reader.tell(this, about);
    } catch (Throwable failure) {
      try {
        log.debug("who speaks is not known: " + Failures.describe(failure));
      } catch (Throwable again) {
        // The application goes first.
      }
    }
  }
}
