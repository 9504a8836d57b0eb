package dev.steno.smoke.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks a model while something goes wrong that is none of the model's doing, and goes on. */
public final class Trouble {
  private static final int MOST_BLOCK = 1 << 20;
  private static final int AT_ONCE = 25;
  private static final int FRAMES_BACK = 400;
  private static final String OURS = "steno-";

  private final Options options;
  private final Model model;
  private final Journal journal;
  private final String conversation;
  private long asked;

  private Trouble(Options options) throws IOException {
    this.options = options;
    this.model = new Model(options.text("model"), options.text("run"), options.number("bytes", 0));
    this.journal = new Journal(options.text("journal"));
    this.conversation = "conversation-" + options.text("run");
  }

  /**
   * As {@link Load}, on one thread; {@code trouble=memory|stack|interrupts|flag} says what goes
   * wrong in a third of the {@code calls=}, after the first third; {@code gate=} a URL that answers
   * when as many as it is told were delivered.
   */
  public static void main(String[] args) throws IOException {
    new Trouble(Options.of(args)).run();
  }

  private void run() throws IOException {
    int third = options.number("calls", 300) / 3;
    ask(third);
    gate(); // who has not begun yet to work cannot go on
    System.out.println(
        switch (options.text("trouble")) {
          case "memory" -> memory(third);
          case "stack" -> stack(third);
          case "interrupts" -> interrupts(third);
          default -> flag(third);
        });
    ask(third);
    System.out.println("asked " + asked);
    gate();
  }

  private void gate() throws IOException {
    if (options.text("gate") != null) {
      Model.get(options.text("gate") + "?count=" + asked);
    }
  }

  private void ask(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      ask();
    }
  }

  private void ask() throws IOException {
    long number = asked;
    model.ask(number, conversation);
    asked++;
    journal.add(model.name(number));
  }

  /** Fills the heap to the last byte that can be had, lets go of some, asks, and so on. */
  private String memory(int times) throws IOException {
    int outOfMemory = 0;
    for (int done = 0; done < times; done += AT_ONCE) {
      List<byte[]> held = new ArrayList<>(1 << 16);
      for (int block = MOST_BLOCK; block >= 64; block /= 2) {
        try {
          while (held.size() < 1 << 16) {
            held.add(new byte[block]);
          }
        } catch (OutOfMemoryError full) {
          outOfMemory++;
        }
      }
      try {
        // The agent's threads get nothing now, as long as this thread asks for more.
        for (int i = 0; i < 20_000; i++) {
          held.add(new byte[32]);
        }
      } catch (OutOfMemoryError full) {
        outOfMemory++;
      }
      held.clear();
      ask(AT_ONCE);
    }
    return "out of memory " + (outOfMemory > 0);
  }

  private String stack(int times) throws IOException {
    int overflows = 0;
    for (int i = 0; i < times; i++) {
      overflows += deeper(0) ? 1 : 0;
      // And where there is hardly any stack left, in a call: that one may fail, as it would alone.
      near(new int[1], i);
      ask();
    }
    return "overflows " + overflows;
  }

  @SuppressWarnings("InfiniteRecursion") // as it is meant
  private boolean deeper(int depth) throws IOException {
    try {
      return deeper(depth + 1);
    } catch (StackOverflowError full) {
      if (depth % FRAMES_BACK == 0) {
        return true;
      }
      throw full;
    }
  }

  /** Whether the stack ended inside of a call, this many frames before its end. */
  @SuppressWarnings("InfiniteRecursion") // as it is meant
  private boolean near(int[] left, int frames) {
    try {
      return near(left, frames);
    } catch (StackOverflowError full) {
      if (left[0]++ < frames * 8 + 8) {
        throw full;
      }
      if (left[0] < Integer.MAX_VALUE / 2) {
        left[0] = Integer.MAX_VALUE / 2;
        try {
          ask();
        } catch (IOException | StackOverflowError | NullPointerException itsOwn) {
          return true;
        }
      }
      return false;
    }
  }

  private String interrupts(int times) throws IOException {
    for (int i = 0; i < times; i++) {
      Thread[] all = new Thread[Thread.activeCount() + 64];
      int count = top().enumerate(all, true);
      for (int j = 0; j < count; j++) {
        if (all[j].getName().startsWith(OURS)) {
          all[j].interrupt();
        }
      }
      ask();
    }
    return "interrupted";
  }

  private static ThreadGroup top() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  private String flag(int times) throws IOException {
    int kept = 0;
    for (int i = 0; i < times; i++) {
      Thread.currentThread().interrupt();
      ask();
      kept += Thread.interrupted() ? 1 : 0;
    }
    return "kept " + kept;
  }
}
