package dev.steno.agent.command;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.health.Failures;
import dev.steno.agent.model.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes entries to one exporter while somebody waits for it: tries again what may be taken later a
 * few times, finds out which of many is refused, and stops where nothing is taken.
 */
final class Sending {
  private static final int MOST_AT_ONCE = 256;
  private static final int MOST_ATTEMPTS = 5;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  /** Waits. */
  interface Waiting {
    /** So long. */
    void of(Duration time) throws InterruptedException;
  }

  private final String name;
  private final Exporter exporter;
  private final UnaryOperator<Entry> view;
  private final Waiting waiting;
  private long delivered;
  private long refused;
  private @Nullable String why;
  private boolean stopped;

  /**
   * To that exporter.
   *
   * @param view what of an entry it may see
   */
  Sending(String name, Exporter exporter, UnaryOperator<Entry> view, Waiting waiting) {
    this.name = name;
    this.exporter = exporter;
    this.view = view;
    this.waiting = waiting;
  }

  String name() {
    return name;
  }

  /** How many entries were delivered. */
  long delivered() {
    return delivered;
  }

  /** How many entries were refused. */
  long refused() {
    return refused;
  }

  /** What was said last of what was not taken, or null. */
  @Nullable String why() {
    return why;
  }

  /** Whether nothing is sent any more. */
  boolean isStopped() {
    return stopped;
  }

  /**
   * Sends them, in order.
   *
   * @return for each of the first whether it was delivered; shorter than they are where it stopped
   */
  List<Boolean> send(List<Entry> entries) throws InterruptedException {
    List<Boolean> done = new ArrayList<>();
    int limit = MOST_AT_ONCE;
    int attempts = 0;
    while (done.size() < entries.size() && !stopped) {
      List<Entry> some =
          entries.subList(done.size(), Math.min(entries.size(), done.size() + limit));
      try {
        int taken = exporter.export(some.stream().map(view).toList());
        taken = Math.max(1, Math.min(taken, some.size()));
        add(done, taken, true);
        attempts = 0;
        limit = Math.min(MOST_AT_ONCE, limit * 2);
      } catch (DeliveryException failure) {
        why = failure.getMessage();
        switch (failure.remedy()) {
          case PAUSE -> stopped = true;
          case RETRY -> {
            attempts++;
            Duration after = failure.after();
            if (attempts == MOST_ATTEMPTS || (after != null && after.compareTo(LONGEST_WAIT) > 0)) {
              stopped = true;
            } else {
              waiting.of(after != null ? after : Duration.ofMillis(500L << attempts));
            }
          }
          case SET_ASIDE -> {
            int together = Math.min(failure.entries(), some.size());
            if (together == 1) {
              add(done, 1, false);
            }
            limit = Math.max(1, together / 2);
          }
        }
      } catch (Exception | StackOverflowError failure) {
        why = failure instanceof IOException ? failure.toString() : Failures.describe(failure);
        if (some.size() == 1) {
          add(done, 1, false);
        }
        limit = Math.max(1, some.size() / 2);
      }
    }
    return done;
  }

  private void add(List<Boolean> done, int count, boolean isDelivered) {
    for (int i = 0; i < count; i++) {
      done.add(isDelivered);
    }
    delivered += isDelivered ? count : 0;
    refused += isDelivered ? 0 : count;
  }

  /** Says what has to be said at the end. */
  void close() {
    try {
      exporter.close();
    } catch (Exception failure) {
      why = failure instanceof IOException ? failure.getMessage() : Failures.describe(failure);
    }
  }
}
