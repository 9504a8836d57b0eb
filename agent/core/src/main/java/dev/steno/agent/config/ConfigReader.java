package dev.steno.agent.config;

import dev.steno.agent.config.Config.FileConfig;
import dev.steno.agent.config.Config.Linking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration from what was set. Whatever is wrong becomes a problem to print, and the
 * default is taken.
 *
 * <p>On the start path of who set something that may be wrong: no lambda, no regular expression, no
 * NIO.
 */
public final class ConfigReader {
  private static final String[] EXPORTERS = {
    "file", "console", "agnost", "agentsight", "mindlytics", "otlp"
  };
  private static final String[] TRUTHS = {"true", "false"};
  private static final String[] LOGS = {"warn", "debug"};
  private static final int MOST_NAMED = 5;

  private final Settings settings;
  private final Map<String, String> values;
  private final List<String> problems;

  private ConfigReader(Settings settings) {
    this.settings = settings;
    values = settings.values();
    problems = new ArrayList<>(settings.problems());
  }

  /**
   * Reads it all. {@code arguments} are those of {@code -javaagent:steno.jar=arguments}, or null.
   */
  public static Config read(
      @Nullable String arguments, Properties system, Map<String, String> environment) {
    return read(Settings.of(arguments, system, environment));
  }

  /** Reads what was set. */
  public static Config read(Settings settings) {
    return new ConfigReader(settings).config();
  }

  private Config config() {
    nameUnknown();
    List<String> exporters = exporters();
    Destinations destinations =
        new DestinationsReader(values, settings.environment(), problems).read(exporters);
    if (exporters.isEmpty()) {
      problems.add("no exporter is left that works; recording to file");
      exporters.add("file");
    }
    return new Config(
        truth(Option.ENABLED),
        exporters,
        value(Option.AGENT_NAME).trim(),
        "debug".equals(choice(Option.LOG, LOGS)),
        new FileConfig(
            settings.fileDir(),
            size(Option.FILE_MAX_SIZE, 4096),
            (int) number(Option.FILE_KEEP_DAYS, Units.PLAIN, 1, 36_500),
            size(Option.FILE_KEEP_SIZE, 4096)),
        servers(Option.HTTP_INCLUDE),
        servers(Option.HTTP_EXCLUDE),
        new Linking(
            number(Option.INTERACTION_TIMEOUT, Units.SECONDS, 1, 86_400),
            truth(Option.CONVERSATION_INFER),
            Settings.split(value(Option.CONVERSATION_FIELDS))),
        new SpeakersReader(values, problems).read(),
        destinations,
        new PrivacyReader(values, problems).read(),
        new Delivery(
            settings.home(value(Option.DIR)),
            number(Option.SPOOL_MAX_SIZE, Units.BYTES, 0, 1L << 50),
            number(Option.SHUTDOWN_TIMEOUT, Units.SECONDS, 0, 300)),
        (int) number(Option.INTERACTION_MAX_SIZE, Units.BYTES, 4096, 64 << 20),
        size(Option.OUTBOX_MAX_SIZE, 1 << 20),
        settings.home(value(Option.PRICES_FILE)),
        number(Option.STREAM_TIMEOUT, Units.SECONDS, 1, 86_400),
        masked(),
        problems);
  }

  private void nameUnknown() {
    int unknown = 0;
    for (String key : values.keySet()) {
      if (!isKnown(key) && ++unknown <= MOST_NAMED) {
        problems.add(
            "unknown setting "
                + Settings.brief(key)
                + " is ignored; the nearest is "
                + nearest(key));
      }
    }
    if (unknown > MOST_NAMED) {
      problems.add((unknown - MOST_NAMED) + " more unknown settings are ignored");
    }
  }

  private static boolean isKnown(String key) {
    for (Option option : Option.ALL) {
      if (option.key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  private static String nearest(String key) {
    String shown = Settings.brief(key);
    String nearest = "";
    int least = Integer.MAX_VALUE;
    for (Option option : Option.ALL) {
      int distance = Units.distance(option.key(), shown);
      if (distance < least) {
        least = distance;
        nearest = option.key();
      }
    }
    return nearest;
  }

  private String value(Option option) {
    return value(option, values);
  }

  static String value(Option option, Map<String, String> values) {
    String value = values.get(option.key());
    return value == null || value.trim().isEmpty() ? option.fallback() : value.trim();
  }

  private String choice(Option option, String[] allowed) {
    String value = value(option);
    for (String one : allowed) {
      if (one.equalsIgnoreCase(value)) {
        return one;
      }
    }
    wrong(option, value, "one of " + String.join(", ", allowed));
    return option.fallback();
  }

  private boolean truth(Option option) {
    return !"false".equals(choice(option, TRUTHS));
  }

  private List<String> exporters() {
    List<String> chosen = new ArrayList<>();
    for (String name : Settings.split(value(Option.EXPORTERS))) {
      boolean known = false;
      for (String one : EXPORTERS) {
        known |= one.equals(name);
      }
      if (!known) {
        problems.add(
            "steno.exporters names '"
                + Settings.brief(name)
                + "', which is none of "
                + String.join(", ", EXPORTERS)
                + ": ignored");
      } else if (!chosen.contains(name)) {
        chosen.add(name);
      }
    }
    if (chosen.isEmpty()) {
      problems.add("steno.exporters names no exporter there is; recording to file");
      chosen.add("file");
    }
    return chosen;
  }

  private List<String> servers(Option option) {
    List<String> servers = new ArrayList<>(0);
    for (String server : Settings.split(value(option))) {
      if (server.contains("://") || server.startsWith("/") || server.indexOf(' ') >= 0) {
        problems.add(
            option.key()
                + " names '"
                + Settings.brief(server)
                + "', which is no server: write host, host:port or host/path, without http://,"
                + " with * for anything: ignored");
      } else {
        servers.add(server);
      }
    }
    return servers;
  }

  private long size(Option option, long least) {
    return number(option, Units.BYTES, least, 1L << 50);
  }

  private long number(Option option, Units units, long least, long most) {
    String value = value(option);
    long number = units.parse(value);
    if (number < least || number > most) {
      wrong(option, value, units.allowed(least, most));
      return units.parse(option.fallback());
    }
    return number;
  }

  private void wrong(Option option, String value, String allowed) {
    problems.add(
        option.key()
            + "="
            + mask(option.key(), value)
            + " is not possible: it takes "
            + allowed
            + "; using "
            + option.fallback());
  }

  private List<String> masked() {
    List<String> set = new ArrayList<>();
    for (Option option : Option.ALL) {
      String value = values.get(option.key());
      if (value != null) {
        set.add(option.key() + "=" + mask(option.key(), value));
      }
    }
    return set;
  }

  /** A value is shown unless its key says that it is a secret. */
  static String mask(String key, String value) {
    String lower = key.toLowerCase(Locale.ROOT);
    for (String secret : new String[] {"key", "secret", "token", "password", "headers", "auth"}) {
      if (lower.contains(secret)) {
        return "****";
      }
    }
    return Settings.brief(value);
  }
}
