package dev.steno.smoke.stenoapi;

import dev.steno.api.Steno;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks what could not be delivered. */
public final class Undelivered {
  private Undelivered() {}

  /** Arguments: none. */
  public static void main(String[] args) throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    Steno.onError(
        error -> {
          throw new IllegalStateException("a listener's own");
        });
    Steno.onError(error -> heard.complete(Thread.currentThread().getName() + " " + error));
    Steno.track("bot", "secret question", "secret answer");
    System.out.println("flushed " + Steno.flush(Duration.ofSeconds(2)));
    System.out.println(heard.get(20, TimeUnit.SECONDS));
    for (int i = 0; i < 200; i++) {
      Steno.event("e", null);
    }
    System.out.println("flushed " + Steno.flush(Duration.ofSeconds(2)));
    System.out.println(Steno.errors().size() + " " + Steno.errors().get(0));
    System.out.println(Steno.stats().dropped() + " " + Steno.stats().waiting());
  }
}
