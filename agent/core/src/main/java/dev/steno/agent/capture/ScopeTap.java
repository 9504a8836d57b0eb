package dev.steno.agent.capture;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import dev.steno.agent.queue.ScopeFacts;
import dev.steno.agent.spi.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Holds what was told of a scope; asks its reader only on the thread that is inside of it, or, if
 * no thread went into it, on any.
 */
final class ScopeTap implements Scope {
  private final Reader reader;
  private final Log log;
  private final @Nullable ScopeTap outer;
  private final Thread thread = Thread.currentThread();
  private final Frame frame;
  private final boolean held;
  private final boolean anywhere;
  private volatile @Nullable Object subject;
  private volatile ScopeFacts facts = ScopeFacts.NONE;
  private volatile boolean asked;
  private volatile boolean left;

  ScopeTap(String instrumentation, Frame.@Nullable Level outer, Reader reader, Log log) {
    this.reader = reader;
    this.log = log;
    this.outer = outer == null ? null : outer.scope();
    this.held = false;
    this.frame = new Frame(Frame.Level.of(this, outer, instrumentation), this);
    this.anywhere = false;
  }

  /** One that is around nothing, and that no thread goes into by itself. */
  ScopeTap(String instrumentation, Reader reader, Log log, Object subject) {
    this.reader = reader;
    this.log = log;
    this.outer = null;
    this.held = false;
    this.frame = Frame.alone(Frame.Level.of(this, null, instrumentation), this);
    this.anywhere = true;
    this.subject = subject;
  }

  /** One that the application opens and closes, and of which it tells itself. */
  ScopeTap(String instrumentation, Frame.@Nullable Level outer, Object holder, Log log) {
    this.reader = (scope, about) -> {};
    this.log = log;
    this.outer = outer == null ? null : outer.scope();
    this.held = true;
    this.anywhere = false;
    this.frame = Frame.held(Frame.Level.of(this, outer, instrumentation), holder);
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

  /** Whether this thread went into it, and has not left it: it may be carried elsewhere. */
  boolean isEntered() {
    return !left && Thread.currentThread() == thread;
  }

  @Override
  public @Nullable Object about(@Nullable Object next) {
    Object before = subject;
    if (next != before) {
      subject = next;
      asked = false;
    }
    return before;
  }

  @Override
  public void leave() {
    left = true;
    if (anywhere) {
      forget();
      return;
    }
    subject = null;
    if (held) {
      frame.leave();
    } else {
      frame.pop();
    }
  }

  /** Not while another thread asks about it. */
  private synchronized void forget() {
    subject = null;
  }

  /**
   * What is known, of this scope and those around it.
   *
   * @param anew whether what was told before may have changed
   */
  ScopeFacts facts(boolean anew) {
    Object about = subject;
    if (about != null && anywhere) {
      askAnywhere();
    } else if (about != null && Thread.currentThread() == thread && (anew || !asked)) {
      asked = true;
      ask(about);
    }
    return outer == null ? facts : outer.facts(anew).with(facts);
  }

  /** Each time: what goes to another thread may do so before who speaks has logged in. */
  private synchronized void askAnywhere() {
    Object about = subject;
    if (about != null) {
      ask(about);
    }
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
