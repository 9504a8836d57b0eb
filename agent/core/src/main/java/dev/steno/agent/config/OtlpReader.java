package dev.steno.agent.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of the OpenTelemetry backend: Steno's own, else OpenTelemetry's variables of
 * the environment, those of one signal before those of all.
 *
 * <p>On the start path: no lambda, no regular expression.
 */
final class OtlpReader {
  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String[] PROTOCOLS = {"http/protobuf", "grpc"};
  private static final String[] SEMCONVS = {"latest", "1.41"};
  private static final String[] TEMPORALITIES = {"delta", "cumulative", "lowmemory"};
  private static final long TIMEOUT_MILLIS = 10_000;
  private static final long METRICS_MILLIS = 60_000;
  private static final int MOST_DIGITS = 9;

  private final Map<String, String> values;
  private final Map<String, String> environment;
  private final List<String> problems;
  private final DestinationsReader reader;
  private boolean isGrpc;
  private boolean failed;

  OtlpReader(
      Map<String, String> values,
      Map<String, String> environment,
      List<String> problems,
      DestinationsReader reader) {
    this.values = values;
    this.environment = environment;
    this.problems = problems;
    this.reader = reader;
  }

  /** Null when it cannot work. */
  Destinations.@Nullable Otlp read() {
    isGrpc = reader.choice(Option.OTLP_PROTOCOL, PREFIX + "PROTOCOL", PROTOCOLS).equals("grpc");
    List<String> signals = Settings.split(ConfigReader.value(Option.OTLP_SIGNALS, values));
    for (String signal : signals) {
      if (!List.of("traces", "metrics", "logs", "details").contains(signal)) {
        reader.wrong(Option.OTLP_SIGNALS, "takes some of traces, metrics, logs, details");
      }
    }
    boolean details = signals.contains("details");
    Destinations.Signal traces = signals.contains("traces") ? signal("TRACES", "traces") : null;
    Destinations.Signal metrics = isOn("metrics", signals) ? signal("METRICS", "metrics") : null;
    Destinations.Signal logs = details || isOn("logs", signals) ? signal("LOGS", "logs") : null;
    if (failed) {
      return null;
    }
    Map<String, String> resource = pairs(environment.get("OTEL_RESOURCE_ATTRIBUTES"));
    String service = variable("OTEL_SERVICE_NAME");
    if (service != null) {
      resource.put("service.name", service);
    }
    return new Destinations.Otlp(
        traces,
        metrics,
        logs,
        details,
        reader.choice(Option.OTLP_SEMCONV, null, SEMCONVS),
        oneOf(PREFIX + "METRICS_TEMPORALITY_PREFERENCE", TEMPORALITIES).equals("cumulative"),
        millis("OTEL_METRIC_EXPORT_INTERVAL", METRICS_MILLIS),
        resource);
  }

  /** What OpenTelemetry is told not to send anywhere, unless Steno is told otherwise. */
  private boolean isOn(String signal, List<String> signals) {
    String others = variable("OTEL_" + signal.toUpperCase(Locale.ROOT) + "_EXPORTER");
    boolean isOff = "none".equals(others) && !values.containsKey(Option.OTLP_SIGNALS.key());
    return signals.contains(signal) && !isOff;
  }

  private Destinations.@Nullable Signal signal(String name, String path) {
    boolean grpc = isGrpc(name);
    String endpoint = endpoint(name, grpc ? "" : "/v1/" + path, grpc);
    if (endpoint == null) {
      failed = true;
      return null;
    }
    String compression = of(name, "COMPRESSION");
    return new Destinations.Signal(
        endpoint,
        grpc,
        headers(name),
        millis(
            variable(PREFIX + name + "_TIMEOUT") == null
                ? PREFIX + "TIMEOUT"
                : PREFIX + name + "_TIMEOUT",
            TIMEOUT_MILLIS),
        "gzip".equalsIgnoreCase(compression),
        of(name, "CERTIFICATE"),
        of(name, "CLIENT_KEY"),
        of(name, "CLIENT_CERTIFICATE"));
  }

  private boolean isGrpc(String name) {
    if (isOwn(Option.OTLP_PROTOCOL) || variable(PREFIX + name + "_PROTOCOL") == null) {
      return isGrpc;
    }
    return oneOf(PREFIX + name + "_PROTOCOL", PROTOCOLS).equals("grpc");
  }

  /** The whole address; null when nothing may be sent there. */
  private @Nullable String endpoint(String name, String path, boolean grpc) {
    String ofSignal = variable(PREFIX + name + "_ENDPOINT");
    String ofAll = variable(PREFIX + "ENDPOINT");
    boolean isOwn = isOwn(Option.OTLP_ENDPOINT);
    String address;
    String source;
    if (isOwn) {
      source = Option.OTLP_ENDPOINT.key();
      address = ConfigReader.value(Option.OTLP_ENDPOINT, values);
    } else if (ofSignal != null) {
      source = PREFIX + name + "_ENDPOINT";
      address = ofSignal;
    } else {
      source = PREFIX + "ENDPOINT";
      address = ofAll != null ? ofAll : grpc ? "http://localhost:4317" : "http://localhost:4318";
    }
    String end = isOwn || ofSignal == null ? DestinationsReader.withoutSlash(address) : address;
    String why = reader.refusal(end, Option.OTLP_ENDPOINT, Option.OTLP_INSECURE);
    if (why != null) {
      String problem = "the exporter otlp is off: " + source + "=" + shown(address) + " " + why;
      if (!problems.contains(problem)) {
        problems.add(problem);
      }
      return null;
    }
    return isOwn || ofSignal == null ? end + path : end;
  }

  private static String shown(String address) {
    return address.indexOf('@') < 0 ? address : "****";
  }

  /** Headers of the environment are secrets for the address that is beside them, for no other. */
  private Map<String, String> headers(String name) {
    Map<String, String> headers =
        isOwn(Option.OTLP_HEADERS) || isOwn(Option.OTLP_ENDPOINT)
            ? pairs(ConfigReader.value(Option.OTLP_HEADERS, values))
            : pairs(of(name, "HEADERS"));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!isPrintable(header.getKey(), '!') || !isPrintable(header.getValue(), ' ')) {
        String problem =
            "the exporter otlp is off: a header has a character that no header can have";
        if (!problems.contains(problem)) {
          problems.add(problem);
        }
        failed = true;
      }
    }
    return headers;
  }

  private static boolean isPrintable(String text, char first) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < first || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private boolean isOwn(Option option) {
    String own = values.get(option.key());
    return own != null && !own.trim().isEmpty();
  }

  /** What is set for the signal, or for all. */
  private @Nullable String of(String name, String what) {
    String ofSignal = variable(PREFIX + name + "_" + what);
    return ofSignal == null ? variable(PREFIX + what) : ofSignal;
  }

  private @Nullable String variable(String name) {
    String value = environment.get(name);
    return value == null || value.trim().isEmpty() ? null : value.trim();
  }

  private String oneOf(String variable, String[] allowed) {
    String value = variable(variable);
    for (String one : allowed) {
      if (one.equalsIgnoreCase(value)) {
        return one;
      }
    }
    if (value != null) {
      problems.add(
          "the exporter otlp: "
              + variable
              + " takes one of "
              + String.join(", ", allowed)
              + "; using "
              + allowed[0]);
    }
    return allowed[0];
  }

  private long millis(String variable, long fallback) {
    String value = variable(variable);
    if (value == null) {
      return fallback;
    }
    boolean isNumber = value.length() <= MOST_DIGITS;
    for (int i = 0; i < value.length(); i++) {
      isNumber &= value.charAt(i) >= '0' && value.charAt(i) <= '9';
    }
    if (!isNumber || Long.parseLong(value) == 0) {
      problems.add(
          "the exporter otlp: " + variable + " is no time in milliseconds; using " + fallback);
      return fallback;
    }
    return Long.parseLong(value);
  }

  /** {@code a=b,c=d}, as OpenTelemetry writes it; percent-encoded. */
  private static Map<String, String> pairs(@Nullable String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String part : Settings.split(text == null ? "" : text)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        pairs.put(part.substring(0, equals).trim(), decoded(part.substring(equals + 1).trim()));
      }
    }
    return pairs;
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException asItIs) {
      return text;
    }
  }
}
