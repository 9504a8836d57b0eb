package dev.steno.agent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of exporters that send over a network; one that cannot work is taken off the
 * list, with a line that says what to set. What a vendor's own SDK reads of the environment counts
 * where nothing of Steno's is set.
 *
 * <p>On the start path: no lambda, no regular expression.
 */
final class DestinationsReader {
  private static final int UUID_LENGTH = 36;
  private static final int[] UUID_DASHES = {8, 13, 18, 23};
  private static final String[] PROTOCOLS = {"ingest", "legacy"};
  private static final String[] TRUTHS = {"true", "false"};
  private static final int MOST_PORT = 65_535;
  private static final int AGENTSIGHT_KEY = 32;
  private static final int AGENTSIGHT_CHECK = 6;

  private final Map<String, String> values;
  private final Map<String, String> environment;
  private final List<String> problems;
  private @Nullable String exporter;

  /** {@code values} by key; what is wrong with them is added to {@code problems}. */
  DestinationsReader(
      Map<String, String> values, Map<String, String> environment, List<String> problems) {
    this.values = values;
    this.environment = environment;
    this.problems = problems;
  }

  /** Of those exporters, of which those that cannot work are removed. */
  Destinations read(List<String> exporters) {
    return new Destinations(
        begins("agnost", exporters) ? agnost(exporters) : null,
        begins("agentsight", exporters) ? agentsight(exporters) : null,
        begins("mindlytics", exporters) ? mindlytics(exporters) : null,
        begins("otlp", exporters) ? otlp(exporters) : null);
  }

  private boolean begins(String name, List<String> exporters) {
    exporter = name;
    return exporters.contains(name);
  }

  private Destinations.@Nullable Agnost agnost(List<String> exporters) {
    String orgId = value(Option.AGNOST_ORG_ID, "AGNOST_ORG_ID");
    String endpoint = endpoint(Option.AGNOST_ENDPOINT, "AGNOST_ENDPOINT", Option.AGNOST_INSECURE);
    if (endpoint == null || isMissing(Option.AGNOST_ORG_ID, orgId)) {
      exporters.remove(exporter);
      return null;
    }
    if (!isUuid(orgId)) {
      off(Option.AGNOST_ORG_ID, "is no UUID, as 3f0e8c1a-5b7d-4c2e-9a61-0d4f7b8e2c35");
      exporters.remove(exporter);
      return null;
    }
    return new Destinations.Agnost(orgId, endpoint);
  }

  private Destinations.@Nullable AgentSight agentsight(List<String> exporters) {
    String key = value(Option.AGENTSIGHT_API_KEY, "AGENTSIGHT_API_KEY");
    String endpoint =
        endpoint(Option.AGENTSIGHT_ENDPOINT, "AGENTSIGHT_API_ENDPOINT", Option.AGENTSIGHT_INSECURE);
    String protocol = choice(Option.AGENTSIGHT_PROTOCOL, null, PROTOCOLS);
    if (endpoint == null || isMissing(Option.AGENTSIGHT_API_KEY, key)) {
      exporters.remove(exporter);
      return null;
    }
    if (!isAgentSightKey(key.toLowerCase(Locale.ROOT))) {
      off(
          Option.AGENTSIGHT_API_KEY,
          "is no key of AgentSight: ags_, 32 hexadecimal digits, _, and 6 more");
      exporters.remove(exporter);
      return null;
    }
    return new Destinations.AgentSight(
        key,
        endpoint,
        protocol,
        value(Option.AGENTSIGHT_ENVIRONMENT, "AGENTSIGHT_ENVIRONMENT"),
        choice(Option.AGENTSIGHT_ATTACHMENTS, null, TRUTHS).equals("true"));
  }

  private Destinations.@Nullable Mindlytics mindlytics(List<String> exporters) {
    String key = value(Option.MINDLYTICS_API_KEY, "MLSDK_API_KEY");
    String project = value(Option.MINDLYTICS_PROJECT_ID, "MLSDK_PROJECT_ID");
    String endpoint =
        endpoint(Option.MINDLYTICS_ENDPOINT, "MLSDK_SERVER_BASE", Option.MINDLYTICS_INSECURE);
    if (endpoint == null
        || isMissing(Option.MINDLYTICS_API_KEY, key)
        || isMissing(Option.MINDLYTICS_PROJECT_ID, project)
        || isNoHeader(Option.MINDLYTICS_API_KEY, key)
        || isNoHeader(Option.MINDLYTICS_PROJECT_ID, project)) {
      exporters.remove(exporter);
      return null;
    }
    String idle = ConfigReader.value(Option.MINDLYTICS_IDLE_TIMEOUT, values);
    long seconds = Units.SECONDS.parse(idle);
    if (seconds < 1) {
      wrong(
          Option.MINDLYTICS_IDLE_TIMEOUT,
          "is no time such as 10m; using " + Option.MINDLYTICS_IDLE_TIMEOUT.fallback());
      seconds = Units.SECONDS.parse(Option.MINDLYTICS_IDLE_TIMEOUT.fallback());
    }
    return new Destinations.Mindlytics(key, project, endpoint, seconds);
  }

  private Destinations.@Nullable Otlp otlp(List<String> exporters) {
    Destinations.Otlp otlp = new OtlpReader(values, environment, problems, this).read();
    if (otlp == null) {
      exporters.remove(exporter);
    }
    return otlp;
  }

  private String value(Option option, String variable) {
    String own = values.get(option.key());
    String vendors = environment.get(variable);
    boolean isOwn = own != null && !own.trim().isEmpty();
    return !isOwn && vendors != null && !vendors.trim().isEmpty()
        ? vendors.trim()
        : ConfigReader.value(option, values);
  }

  String choice(Option option, @Nullable String variable, String[] allowed) {
    String value = variable == null ? ConfigReader.value(option, values) : value(option, variable);
    for (String one : allowed) {
      if (one.equalsIgnoreCase(value)) {
        return one;
      }
    }
    wrong(option, "takes one of " + String.join(", ", allowed) + "; using " + option.fallback());
    return option.fallback();
  }

  private boolean isMissing(Option option, String value) {
    if (!value.isEmpty()) {
      return false;
    }
    problems.add(
        "the exporter " + exporter + " is off: it needs " + option.key() + ", which is not set");
    return true;
  }

  private boolean isNoHeader(Option option, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
        off(option, "has a character that no header can have");
        return true;
      }
    }
    return false;
  }

  /** The address, without a slash at its end; null when nothing may be sent there. */
  private @Nullable String endpoint(Option option, String variable, Option insecure) {
    String text = value(option, variable);
    String end = withoutSlash(text);
    String why = refusal(end, option, insecure);
    if (why != null) {
      off(option, why);
    }
    return why == null ? end : null;
  }

  static String withoutSlash(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /** Why nothing may be sent to that address, or null when it may. */
  @Nullable String refusal(String address, Option option, Option insecure) {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException malformed) {
      return "is no address, as " + option.fallback();
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getHost() == null
        || uri.getPort() > MOST_PORT
        || (!scheme.equals("http") && !scheme.equals("https"))
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      return "is no address, as " + option.fallback();
    }
    if (scheme.equals("http")
        && !isLoopback(uri.getHost())
        && !"true".equalsIgnoreCase(ConfigReader.value(insecure, values))) {
      return "would send conversations in the clear: use https, or set " + insecure.key() + "=true";
    }
    return null;
  }

  private static boolean isLoopback(String host) {
    String name =
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("::1") || isLoopbackV4(name);
  }

  private static boolean isLoopbackV4(String host) {
    return host.startsWith("127.") && Address.parse(host) != null;
  }

  void wrong(Option option, String why) {
    problem(": ", option, why);
  }

  private void off(Option option, String why) {
    problem(" is off: ", option, why);
  }

  private void problem(String how, Option option, String why) {
    String value = ConfigReader.value(option, values);
    problems.add(
        "the exporter "
            + exporter
            + how
            + option.key()
            + (value.isEmpty() ? "" : "=" + ConfigReader.mask(option.key(), value))
            + " "
            + why);
  }

  private static boolean isUuid(String text) {
    List<Integer> dashes = new ArrayList<>(4);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '-') {
        dashes.add(i);
      } else if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    boolean placed = dashes.size() == UUID_DASHES.length && text.length() == UUID_LENGTH;
    for (int i = 0; placed && i < UUID_DASHES.length; i++) {
      placed = dashes.get(i) == UUID_DASHES[i];
    }
    return placed;
  }

  private static boolean isAgentSightKey(String key) {
    int second = key.indexOf('_', 4);
    return key.startsWith("ags_")
        && second == 4 + AGENTSIGHT_KEY
        && key.length() == second + 1 + AGENTSIGHT_CHECK
        && areHex(key, 4, second)
        && areHex(key, second + 1, key.length());
  }

  private static boolean areHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char letter) {
    return letter < 128 && Character.digit(letter, 16) >= 0;
  }
}
