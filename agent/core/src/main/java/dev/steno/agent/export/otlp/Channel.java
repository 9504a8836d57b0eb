package dev.steno.agent.export.otlp;

import dev.steno.agent.config.Destinations.Signal;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.health.DeliveryErrors;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way of one signal to the backend. */
final class Channel<T> {
  private final String name;
  private final Attempt attempt = new Attempt();
  private final @Nullable Signal signal;
  private final Function<SdkExporters, Exporting<T>> opening;
  private final String userAgent;
  private final Clock clock;
  private final Health health;
  private final Log log;
  private @Nullable Exporting<T> exporting;
  private boolean isOff;
  private boolean toldOfPart;

  /** What the SDK's exporter takes, and how it is closed. */
  record Exporting<T>(Consumer<Collection<T>> exporter, Runnable closing) {}

  Channel(
      String name,
      @Nullable Signal signal,
      Function<SdkExporters, Exporting<T>> opening,
      String userAgent,
      Clock clock,
      Health health,
      Log log) {
    this.name = name;
    this.signal = signal;
    this.opening = opening;
    this.userAgent = userAgent;
    this.clock = clock;
    this.health = health;
    this.log = log;
    this.isOff = signal == null;
  }

  /** Opens it, which takes the time that hundreds of classes take to load. */
  private Exporting<T> opened() {
    Exporting<T> opened = exporting;
    if (opened == null) {
      Senders senders = new Senders(attempt, userAgent, clock);
      opened = opening.apply(new SdkExporters(Objects.requireNonNull(signal), senders));
      exporting = opened;
    }
    return opened;
  }

  /** Opens it now, with what keeps it from working as an exception. */
  void open() {
    if (!isOff) {
      opened();
    }
  }

  /** Whether nothing is sent that way. */
  boolean isOff() {
    return isOff;
  }

  /**
   * Sends them.
   *
   * @throws DeliveryException when they are not taken
   */
  void send(Collection<T> data) throws DeliveryException {
    if (isOff || data.isEmpty()) {
      return;
    }
    Exporting<T> opened;
    try {
      opened = opened();
    } catch (RuntimeException unusable) {
      isOff = true;
      log.warn("the exporter otlp sends no " + name + ": " + unusable);
      return;
    }
    attempt.begin();
    opened.exporter().accept(data);
    DeliveryException failure = attempt.failure();
    if (failure != null) {
      throw failure;
    }
    PartialSuccess partial = attempt.partial();
    if (!partial.equals(PartialSuccess.NONE)) {
      notAll(partial);
    }
  }

  /** Part of it is lost, or the backend warns: counted, and said once. */
  private void notAll(PartialSuccess partial) {
    int rejected = (int) Math.min(Integer.MAX_VALUE, Math.max(0, partial.rejected()));
    if (rejected > 0) {
      health.rejected(name + "_not_taken", "otlp", rejected);
    }
    if (!toldOfPart) {
      toldOfPart = true;
      String what =
          rejected > 0 ? "was not let have " + rejected + " of its " + name : "was warned";
      String why = what + ": it was answered 200 " + partial.message();
      log.warn("the exporter otlp " + DeliveryErrors.withoutAnswer(why));
      health.errors().add("otlp", why);
    }
  }

  /** So many of it are not taken, and will not be. */
  void lost(int count, DeliveryException failure) {
    health.rejected(name + "_not_taken", "otlp", count);
    String why = DeliveryErrors.withoutAnswer(String.valueOf(failure.getMessage()));
    log.warn("the exporter otlp lost " + count + " of its " + name + ": " + why);
  }

  /** Whether less of it may be taken. */
  boolean isTooMuch() {
    return attempt.isTooMuch();
  }

  /**
   * Ends a signal that the backend does not know, which is said once.
   *
   * @return whether it does not
   */
  boolean endIfUnknown(DeliveryException failure) {
    if (failure.remedy() == Remedy.SET_ASIDE && attempt.isUnknown()) {
      isOff = true;
      log.warn(
          "the exporter otlp sends no more "
              + name
              + ", which are not taken there; steno.otlp.signals can leave them out: "
              + DeliveryErrors.withoutAnswer(String.valueOf(failure.getMessage())));
    }
    return isOff;
  }

  void close() {
    if (exporting != null) {
      exporting.closing().run();
    }
  }
}
