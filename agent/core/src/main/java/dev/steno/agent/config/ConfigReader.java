package dev.steno.agent.config;

import dev.steno.agent.config.Config.FileConfig;
import dev.steno.agent.config.Config.Linking;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: system properties, environment, the agent's arguments and a properties
 * file, in that order of strength. Whatever is wrong becomes a problem to print, and the default is
 * taken.
 *
 * <p>On the start path: no lambda, no regular expression, no NIO.
 */
public final class ConfigReader {
  private static final String PREFIX = "steno.";
  private static final String ENVIRONMENT_PREFIX = "STENO_";
  private static final String[] EXPORTERS = {
    "file", "console", "agnost", "agentsight", "mindlytics", "otlp"
  };
  private static final String[] TRUTHS = {"true", "false"};
  private static final String[] LOGS = {"warn", "debug"};
  private static final int MOST_FILE_BYTES = 1 << 20;
  private static final int MOST_NAMED = 5;
  private static final int MOST_SHOWN = 200;

  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> values = new TreeMap<>();

  private ConfigReader() {}

  /**
   * Reads it all. {@code arguments} are those of {@code -javaagent:steno.jar=arguments}, or null.
   */
  public static Config read(
      @Nullable String arguments, Properties system, Map<String, String> environment) {
    return new ConfigReader().from(arguments, system, environment);
  }

  private Config from(
      @Nullable String arguments, Properties system, Map<String, String> environment) {
    Map<String, String> fromArguments = arguments(arguments);
    Map<String, String> fromEnvironment = environment(environment);
    Map<String, String> fromSystem = system(system);
    values.putAll(fromArguments);
    values.putAll(fromEnvironment);
    values.putAll(fromSystem);
    String file = values.get(Option.CONFIG.key());
    if (file != null && !file.isEmpty()) {
      readFile(home(file, system));
      values.putAll(fromArguments);
      values.putAll(fromEnvironment);
      values.putAll(fromSystem);
    }
    nameUnknown();
    List<String> exporters = exporters();
    Destinations destinations =
        new DestinationsReader(values, environment, problems).read(exporters);
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
            fileDir(system),
            size(Option.FILE_MAX_SIZE, 4096),
            (int) number(Option.FILE_KEEP_DAYS, Units.PLAIN, 1, 36_500),
            size(Option.FILE_KEEP_SIZE, 4096)),
        servers(Option.HTTP_INCLUDE),
        servers(Option.HTTP_EXCLUDE),
        new Linking(
            number(Option.INTERACTION_TIMEOUT, Units.SECONDS, 1, 86_400),
            truth(Option.CONVERSATION_INFER),
            split(value(Option.CONVERSATION_FIELDS))),
        new SpeakersReader(values, problems).read(),
        destinations,
        new PrivacyReader(values, problems).read(),
        new Delivery(
            home(value(Option.DIR), system),
            number(Option.SPOOL_MAX_SIZE, Units.BYTES, 0, 1L << 50),
            number(Option.SHUTDOWN_TIMEOUT, Units.SECONDS, 0, 300)),
        (int) number(Option.INTERACTION_MAX_SIZE, Units.BYTES, 4096, 64 << 20),
        size(Option.OUTBOX_MAX_SIZE, 1 << 20),
        home(value(Option.PRICES_FILE), system),
        number(Option.STREAM_TIMEOUT, Units.SECONDS, 1, 86_400),
        masked(),
        problems);
  }

  /** Recordings are in Steno's folder, unless they are told to be elsewhere. */
  private String fileDir(Properties system) {
    boolean moved = values.containsKey(Option.DIR.key());
    return moved && !values.containsKey(Option.FILE_DIR.key())
        ? home(value(Option.DIR), system).concat(File.separator).concat("interactions")
        : home(value(Option.FILE_DIR), system);
  }

  private static Map<String, String> system(Properties system) {
    Map<String, String> found = new HashMap<>();
    for (String key : system.stringPropertyNames()) {
      if (key.startsWith(PREFIX)) {
        found.put(key, system.getProperty(key));
      }
    }
    return found;
  }

  /**
   * {@code STENO_FILE_MAX_SIZE} is {@code steno.file.max-size}: its underscores are known by the
   * key.
   */
  private static Map<String, String> environment(Map<String, String> environment) {
    Map<String, String> found = new HashMap<>();
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      if (variable.getKey().startsWith(ENVIRONMENT_PREFIX)) {
        found.put(key(variable.getKey()), variable.getValue());
      }
    }
    return found;
  }

  private static String key(String variable) {
    for (Option option : Option.ALL) {
      if (variableOf(option.key()).equals(variable)) {
        return option.key();
      }
    }
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  private static String variableOf(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * {@code exporters=file,console,log=debug}: a comma separates settings where a key follows it.
   */
  private Map<String, String> arguments(@Nullable String arguments) {
    Map<String, String> found = new HashMap<>();
    String last = null;
    for (String part : split(arguments == null ? "" : arguments)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String key = part.substring(0, equals).trim();
        last = key.startsWith(PREFIX) ? key : PREFIX.concat(key);
        found.put(last, part.substring(equals + 1).trim());
      } else if (last != null) {
        found.put(last, String.valueOf(found.get(last)).concat(",").concat(part));
      } else {
        problems.add(
            "-javaagent argument '"
                + brief(part)
                + "' is no setting: write key=value, as exporters=file");
      }
    }
    return found;
  }

  static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int comma = text.indexOf(',', from);
      int end = comma < 0 ? text.length() : comma;
      String part = text.substring(from, end).trim();
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = end + 1;
    }
    return parts;
  }

  private void readFile(String name) {
    Properties properties = new Properties();
    if (new File(name).length() > MOST_FILE_BYTES) {
      problems.add("steno.config=" + name + " is bigger than 1 MiB: not used");
      return;
    }
    try (InputStreamReader in =
        new InputStreamReader(new FileInputStream(name), StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException unreadable) {
      problems.add(
          "cannot read steno.config=" + name + " (" + unreadable.getMessage() + "): not used");
      return;
    } catch (IllegalArgumentException malformed) {
      problems.add(
          "steno.config="
              + name
              + " is no properties file ("
              + malformed.getMessage()
              + "): not used");
      return;
    }
    boolean any = false;
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(PREFIX)) {
        values.put(key, properties.getProperty(key));
        any = true;
      }
    }
    if (!any) {
      problems.add("steno.config=" + name + " has no key that begins with steno.: nothing is set");
    }
  }

  private static String home(String path, Properties system) {
    String home = system.getProperty("user.home", ".");
    return path.equals("~") || path.startsWith("~/") || path.startsWith("~" + File.separator)
        ? home.concat(path.substring(1))
        : path;
  }

  private void nameUnknown() {
    int unknown = 0;
    for (String key : values.keySet()) {
      if (!isKnown(key) && ++unknown <= MOST_NAMED) {
        problems.add(
            "unknown setting " + brief(key) + " is ignored; the nearest is " + nearest(key));
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
    String shown = brief(key);
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

  /** What was written, in a line that a person reads. */
  static String brief(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN).concat("...");
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
    for (String name : split(value(Option.EXPORTERS))) {
      boolean known = false;
      for (String one : EXPORTERS) {
        known |= one.equals(name);
      }
      if (!known) {
        problems.add(
            "steno.exporters names '"
                + brief(name)
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
    for (String server : split(value(option))) {
      if (server.contains("://") || server.startsWith("/") || server.indexOf(' ') >= 0) {
        problems.add(
            option.key()
                + " names '"
                + brief(server)
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
    return brief(value);
  }
}
