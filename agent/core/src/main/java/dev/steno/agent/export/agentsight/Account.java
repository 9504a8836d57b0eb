package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What AgentSight says of the key: what it takes, and of which environments. It is asked once; all
 * goes on without, where only that question fails.
 */
final class Account {
  private static final String PATH = "/api/me/";
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final int MOST_FAILURES = 5;
  private static final Map<String, String> ALIASES =
      Map.of("prod", "production", "dev", "development");

  private final Api api;
  private final String configured;
  private final Log log;
  private final Clock clock;
  private final Set<String> known = new TreeSet<>(Set.of("production", "development"));
  private @Nullable Instant next = Instant.MIN;
  private int failures;
  private boolean gzip;

  Account(Api api, String configured, Log log, Clock clock) {
    this.api = api;
    this.configured = configured;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Asks, when that is due.
   *
   * @throws DeliveryException when the key is not let in, or nobody is there
   */
  void ask() throws DeliveryException {
    if (next == null || clock.instant().isBefore(next)) {
      return;
    }
    Answer answer = api.get(PATH);
    if (answer.isSuccess()) {
      read(Api.read(answer));
      next = null;
      return;
    }
    DeliveryException failure = api.refused(PATH, answer, 1);
    failures++;
    if (failure.remedy() == Remedy.PAUSE
        || (failure.remedy() == Remedy.RETRY && failures < MOST_FAILURES)) {
      throw failure;
    }
    failures = 0;
    next = failure.remedy() == Remedy.RETRY ? clock.instant().plus(AGAIN) : null;
  }

  private void read(Map<?, ?> me) {
    gzip = me.get("capabilities") instanceof List<?> able && able.contains("gzip-ingest");
    if (me.get("role") instanceof String role && !role.equals("write")) {
      log.warn("the exporter agentsight: its key has the role " + role + ", it needs write");
    }
    Set<String> slugs = new TreeSet<>();
    if (me.get("environments") instanceof List<?> environments) {
      for (Object one : environments) {
        if (one instanceof Map<?, ?> fields && fields.get("slug") instanceof String slug) {
          slugs.add(slug);
        }
      }
    }
    if (slugs.isEmpty()) {
      return;
    }
    known.clear();
    known.addAll(slugs);
    if (!isKnown(configured)) {
      log.warn(
          "the exporter agentsight: AgentSight knows no environment "
              + configured
              + ", and may refuse what is sent; set steno.agentsight.environment to one of "
              + String.join(", ", known));
    }
  }

  /** Whether bodies may be compressed. */
  boolean gzip() {
    return gzip;
  }

  /** What was told with a record counts where it is known, else what is configured. */
  String environment(Origin origin) {
    String told = origin.environment();
    return told != null && isKnown(told) ? told : configured;
  }

  private boolean isKnown(String slug) {
    String lower = slug.toLowerCase(Locale.ROOT);
    return known.contains(slug)
        || known.contains(lower)
        || known.contains(ALIASES.getOrDefault(lower, slug));
  }
}
