package dev.steno.agent.command;

import dev.steno.agent.config.Config;
import dev.steno.agent.config.ConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What a command was started with.
 *
 * @param words what is neither a setting nor an option
 * @param options what begins with two dashes
 * @param config what is configured, as the agent would read it, with the settings among them
 */
record Arguments(List<String> words, List<String> options, Config config) {
  /** Settings may stand among them as {@code -Dsteno.x=y}, and are the strongest. */
  static Arguments read(
      List<String> arguments, Properties system, Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    List<String> options = new ArrayList<>();
    Properties properties = new Properties();
    for (String key : system.stringPropertyNames()) {
      properties.setProperty(key, system.getProperty(key));
    }
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("-D")) {
        properties.setProperty(
            argument.substring(2, equals < 0 ? argument.length() : equals),
            equals < 0 ? "" : argument.substring(equals + 1));
      } else if (argument.startsWith("--")) {
        options.add(argument);
      } else {
        words.add(argument);
      }
    }
    return new Arguments(words, options, ConfigReader.read(null, properties, environment));
  }
}
