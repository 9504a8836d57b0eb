package dev.steno.agent.command;

import dev.steno.agent.Version;
import dev.steno.agent.config.Config;
import dev.steno.agent.config.Destinations;
import dev.steno.agent.config.Destinations.Signal;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.export.http.Http;
import dev.steno.agent.export.http.Outgoing;
import dev.steno.agent.export.otlp.OtlpProbe;
import dev.steno.agent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks each destination whether what is recorded would be taken there: with a request that it has
 * to let in, where there is one that changes nothing; else whether anybody is there.
 */
final class Probes {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private final Config config;
  private final Paper paper;

  Probes(Config config, Paper paper) {
    this.config = config;
    this.paper = paper;
  }

  void ask() {
    Destinations destinations = config.destinations();
    for (String exporter : config.exporters()) {
      try {
        switch (exporter) {
          case "file" -> file(config.file().dir());
          case "agnost" -> agnost(Objects.requireNonNull(destinations.agnost()));
          case "agentsight" -> agentsight(Objects.requireNonNull(destinations.agentsight()));
          case "mindlytics" -> mindlytics(Objects.requireNonNull(destinations.mindlytics()));
          case "otlp" -> otlp(Objects.requireNonNull(destinations.otlp()));
          default -> paper.line(exporter, "prints on stderr");
        }
      } catch (RuntimeException unusable) {
        paper.wrong(exporter, "could not be asked: " + unusable, "look at its settings");
      }
    }
  }

  private void file(String dir) {
    Path folder = Path.of(dir).toAbsolutePath();
    Path existing = folder;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing != null && Files.isDirectory(existing) && Files.isWritable(existing)) {
      paper.line("file", folder + " can be written to");
    } else {
      paper.wrong(
          "file",
          folder + " cannot be written to",
          "set steno.file.dir to a folder that can be, or change its owner");
    }
  }

  /** Whoever has the id is let in, and everything there records something. */
  private void agnost(Destinations.Agnost settings) {
    Asked asked = get(settings.endpoint(), "/", Map.of());
    if (asked.failure() != null) {
      unreachable("agnost", settings.endpoint(), asked.failure());
    } else {
      paper.line(
          "agnost",
          settings.endpoint()
              + " answers; whether it knows the organisation shows with the first record");
    }
  }

  private void agentsight(Destinations.AgentSight settings) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("User-Agent", "steno/" + Version.get());
    headers.put("Authorization", "Api-Key " + settings.apiKey());
    Asked asked = get(settings.endpoint(), "/api/me/", headers);
    if (answered("agentsight", settings.endpoint(), asked, "steno.agentsight.api-key")) {
      Map<?, ?> me = asked.tree();
      String role = me.get("role") instanceof String text ? text : "write";
      if (role.equals("write")) {
        paper.line("agentsight", settings.endpoint() + " lets the key in");
      } else {
        paper.wrong(
            "agentsight",
            settings.endpoint() + " lets the key in, but only to " + role,
            "make a key there with the role write");
      }
    }
  }

  private void mindlytics(Destinations.Mindlytics settings) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", "Bearer " + settings.apiKey());
    headers.put("X-App-ID", settings.projectId());
    Asked asked = get(settings.endpoint(), "/bc/v1/live-events/events", headers);
    if (answered(
        "mindlytics",
        settings.endpoint(),
        asked,
        "steno.mindlytics.api-key and steno.mindlytics.project-id")) {
      paper.line("mindlytics", settings.endpoint() + " lets the key in");
    }
  }

  private void otlp(Destinations.Otlp settings) {
    Map<String, @Nullable Signal> signals = new LinkedHashMap<>();
    signals.put("traces", settings.traces());
    signals.put("metrics", settings.metrics());
    signals.put("logs", settings.logs());
    OtlpProbe probe = new OtlpProbe(Version.get(), Clock.systemUTC());
    Map<String, List<String>> taken = new LinkedHashMap<>();
    Map<String, List<String>> failed = new LinkedHashMap<>();
    Map<String, DeliveryException> failures = new LinkedHashMap<>();
    signals.forEach(
        (name, signal) -> {
          if (signal != null) {
            String host = host(signal.endpoint());
            DeliveryException failure = probe.ask(name, signal);
            String how = failure == null ? "" : how(failure);
            (failure == null ? taken : failed)
                .computeIfAbsent(host + how, added -> new ArrayList<>())
                .add(name);
            if (failure != null) {
              failures.put(host + how, failure);
            }
          }
        });
    taken.forEach((host, names) -> paper.line("otlp", host + " takes " + String.join(", ", names)));
    failed.forEach(
        (what, names) ->
            paper.wrong(
                "otlp",
                what + " (" + String.join(", ", names) + ")",
                remedy(Objects.requireNonNull(failures.get(what)))));
  }

  private static String host(String endpoint) {
    int path = endpoint.indexOf("/v1/", "https://".length());
    return path < 0 ? endpoint : endpoint.substring(0, path);
  }

  private static String how(DeliveryException failure) {
    if (failure.getCause() != null) {
      return " cannot be reached: " + Unreachable.why(failure);
    }
    boolean isKey = failure.remedy() == DeliveryException.Remedy.PAUSE;
    return (isKey ? " does not let the key in: " : " does not take what it is sent: ")
        + status(failure);
  }

  private static String remedy(DeliveryException failure) {
    if (failure.getCause() != null) {
      return Unreachable.remedy(failure, "steno.otlp.endpoint");
    }
    return failure.remedy() == DeliveryException.Remedy.PAUSE
        ? "look at steno.otlp.headers, or OTEL_EXPORTER_OTLP_HEADERS"
        : "look at steno.otlp.endpoint and steno.otlp.protocol; steno.otlp.signals can leave some"
            + " out";
  }

  /** What a server answered may be a page; its beginning will do. */
  private static String status(DeliveryException failure) {
    String said = String.valueOf(failure.getMessage());
    int answered = said.indexOf("answered ");
    String shown = answered < 0 ? said : "it " + said.substring(answered);
    return shown.length() > 160 ? shown.substring(0, 160) + "..." : shown;
  }

  private boolean answered(String exporter, String endpoint, Asked asked, String key) {
    Answer answer = asked.answer();
    if (answer == null) {
      unreachable(exporter, endpoint, Objects.requireNonNull(asked.failure()));
      return false;
    }
    int status = answer.status();
    if (answer.isSuccess()) {
      return true;
    }
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      paper.wrong(
          exporter,
          endpoint + " does not let the key in (it answered " + status + ")",
          "look at " + key);
    } else if (status >= 500 || status == 429) {
      paper.wrong(
          exporter,
          endpoint + " is there, but answered " + status + " to a question that changes nothing",
          "what is recorded waits, and is sent again; ask who runs it");
    } else if (status / 100 == 3) {
      paper.wrong(
          exporter,
          endpoint + " sends on to another address (" + status + "), which Steno does not follow",
          "set steno." + exporter + ".endpoint to that address");
    } else {
      paper.wrong(
          exporter,
          endpoint + " answers, but does not know the question (" + status + ")",
          "look whether steno." + exporter + ".endpoint is right");
    }
    return false;
  }

  private void unreachable(String exporter, String endpoint, DeliveryException failure) {
    paper.wrong(
        exporter,
        endpoint + " cannot be reached: " + Unreachable.why(failure),
        Unreachable.remedy(failure, "steno." + exporter + ".endpoint"));
  }

  private record Asked(@Nullable Answer answer, @Nullable DeliveryException failure) {
    Map<?, ?> tree() {
      String text = answer == null ? "" : new String(answer.body(), StandardCharsets.UTF_8);
      return Json.parseContainer(text) instanceof Map<?, ?> map ? map : Map.of();
    }
  }

  private static Asked get(String endpoint, String path, Map<String, String> headers) {
    try (Http http = new Http(endpoint, TIMEOUT, Clock.systemUTC())) {
      return new Asked(http.send(new Outgoing("GET", path, headers, null, null)), null);
    } catch (DeliveryException failure) {
      return new Asked(null, failure);
    }
  }

  /** The exporters that send over a network. */
  static final List<String> REMOTE = List.of("agnost", "agentsight", "mindlytics", "otlp");
}
