package dev.steno.agent.config;

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
 * What the user set, as it was written: in system properties, the environment, the agent's
 * arguments and a properties file, in that order of strength.
 *
 * <p>On the start path: no lambda, no regular expression, no NIO. Most programs need no more of the
 * configuration than this.
 */
public final class Settings {
  static final String DIR = "steno.dir";
  static final String USUAL_DIR = "~/.steno";
  static final String FILE_DIR = "steno.file.dir";
  static final String USUAL_FILE_DIR = "~/.steno/interactions";
  static final String CONFIG = "steno.config";

  private static final String PREFIX = "steno.";
  private static final String ENVIRONMENT_PREFIX = "STENO_";
  private static final int MOST_FILE_BYTES = 1 << 20;
  private static final int MOST_SHOWN = 200;

  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>(0);
  private final String home;

  private Settings(Properties system, Map<String, String> environment) {
    this.environment = environment;
    home = system.getProperty("user.home", ".");
  }

  /**
   * Collects it all. {@code arguments} are those of {@code -javaagent:steno.jar=arguments}, or
   * null.
   */
  public static Settings of(
      @Nullable String arguments, Properties system, Map<String, String> environment) {
    Settings settings = new Settings(system, environment);
    settings.collect(arguments, system);
    return settings;
  }

  private void collect(@Nullable String arguments, Properties system) {
    if (arguments != null) {
      addArguments(arguments);
    }
    addEnvironment();
    addSystem(system);
    String file = values.get(CONFIG);
    if (file != null && !file.isEmpty()) {
      Map<String, String> stronger = new HashMap<>(values);
      readFile(home(file));
      values.putAll(stronger);
    }
  }

  private void addSystem(Properties system) {
    for (String key : system.stringPropertyNames()) {
      if (key.startsWith(PREFIX)) {
        values.put(key, system.getProperty(key));
      }
    }
  }

  /**
   * {@code STENO_FILE_MAX_SIZE} is {@code steno.file.max-size}: its underscores are known by the
   * key.
   */
  private void addEnvironment() {
    // Its keys: to look at its entries loads twice the classes.
    for (String variable : environment.keySet()) {
      if (variable.startsWith(ENVIRONMENT_PREFIX)) {
        values.put(key(variable), String.valueOf(environment.get(variable)));
      }
    }
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
  private void addArguments(String arguments) {
    String last = null;
    for (String part : split(arguments)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String key = part.substring(0, equals).trim();
        last = key.startsWith(PREFIX) ? key : PREFIX.concat(key);
        values.put(last, part.substring(equals + 1).trim());
      } else if (last != null) {
        values.put(last, String.valueOf(values.get(last)).concat(",").concat(part));
      } else {
        problems.add(
            "-javaagent argument '"
                + brief(part)
                + "' is no setting: write key=value, as exporters=file");
      }
    }
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

  /** What was written, in a line that a person reads. */
  static String brief(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN).concat("...");
  }

  /** That path, in the user's home where it says so. */
  String home(String path) {
    return path.equals("~") || path.startsWith("~/") || path.startsWith("~".concat(File.separator))
        ? home.concat(path.substring(1))
        : path;
  }

  /** Recordings are in Steno's folder, unless they are told to be elsewhere. */
  public String fileDir() {
    return values.containsKey(DIR) && !values.containsKey(FILE_DIR)
        ? home(value(DIR, USUAL_DIR)).concat(File.separator).concat("interactions")
        : home(value(FILE_DIR, USUAL_FILE_DIR));
  }

  private String value(String key, String usual) {
    String value = values.get(key);
    return value == null || value.trim().isEmpty() ? usual : value.trim();
  }

  /**
   * Whether nothing is set but folders: then there is nothing that could be wrong with it, or that
   * would have to be done at start.
   */
  public boolean arePlain() {
    int folders = (values.containsKey(DIR) ? 1 : 0) + (values.containsKey(FILE_DIR) ? 1 : 0);
    return values.size() == folders && problems.isEmpty();
  }

  /** The folders that are set, as {@code key=value}. */
  public List<String> folders() {
    List<String> set = new ArrayList<>(2);
    for (String key : new String[] {FILE_DIR, DIR}) {
      String value = values.get(key);
      if (value != null) {
        set.add(key.concat("=").concat(brief(value)));
      }
    }
    return set;
  }

  /** By key. */
  Map<String, String> values() {
    return values;
  }

  /** All of it. */
  Map<String, String> environment() {
    return environment;
  }

  /** What is wrong with where they come from, a line each. */
  List<String> problems() {
    return problems;
  }
}
