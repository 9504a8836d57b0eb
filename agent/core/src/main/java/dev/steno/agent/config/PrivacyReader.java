package dev.steno.agent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what of a conversation is kept, and for whom. What cannot be understood keeps less, never
 * more.
 *
 * <p>On the start path: no lambda, no regular expression.
 */
final class PrivacyReader {
  private static final String[] TRUTHS = {"true", "false"};
  private static final String[] REPLACEMENTS = {"label", "pseudonym"};

  private static final Option[] PARTS = {
    Option.CONTENT_INPUT,
    Option.CONTENT_OUTPUT,
    Option.CONTENT_SYSTEM,
    Option.CONTENT_TOOLS,
    Option.CONTENT_ARGUMENTS,
    Option.CONTENT_RESULTS,
    Option.CONTENT_ATTACHMENTS,
  };

  private static final Option[] EXPORTERS = {
    Option.FILE_CONTENT,
    Option.CONSOLE_CONTENT,
    Option.AGNOST_CONTENT,
    Option.AGENTSIGHT_CONTENT,
    Option.MINDLYTICS_CONTENT,
    Option.OTLP_CONTENT,
  };

  private final Map<String, String> values;
  private final List<String> problems;

  /** {@code values} by key; what is wrong with them is added to {@code problems}. */
  PrivacyReader(Map<String, String> values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  Privacy read() {
    Map<String, String> content = content();
    return new Privacy(
        content,
        contentOf(),
        detectors(),
        patterns(),
        "pseudonym".equals(choice(Option.REDACT_MODE, REPLACEMENTS)),
        ConfigReader.value(Option.REDACT_KEY, values),
        sample(),
        !"false".equals(choice(Option.SAMPLE_KEEP_ERRORS, TRUTHS)),
        Settings.split(ConfigReader.value(Option.DROP_PATHS, values)),
        Settings.split(ConfigReader.value(Option.DROP_MODELS, values)));
  }

  private Map<String, String> content() {
    String general = mode(Option.CONTENT);
    Map<String, String> content = new LinkedHashMap<>();
    for (int i = 0; i < PARTS.length; i++) {
      String own = mode(PARTS[i]);
      String mode = own == null ? general : own;
      content.put(Privacy.PARTS.get(i), mode == null ? "redacted" : mode);
    }
    return content;
  }

  private Map<String, Map<String, String>> contentOf() {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (Option option : EXPORTERS) {
      String mode = mode(option);
      if (mode != null) {
        Map<String, String> content = new LinkedHashMap<>();
        for (String part : Privacy.PARTS) {
          content.put(part, mode);
        }
        String exporter = option.key().substring("steno.".length(), option.key().lastIndexOf('.'));
        all.put(exporter, content);
      }
    }
    return all;
  }

  /** A mode, or null when none is set; one that does not exist keeps nothing. */
  private @Nullable String mode(Option option) {
    String value = ConfigReader.value(option, values).trim().toLowerCase(Locale.ROOT);
    if (value.isEmpty() || Privacy.MODES.contains(value)) {
      return value.isEmpty() ? null : value;
    }
    problems.add(
        option.key()
            + "="
            + ConfigReader.mask(option.key(), value)
            + " is not possible: it takes one of full, redacted, none; using none");
    return "none";
  }

  /** All of them where one is named that does not exist: nobody knows which it should be. */
  private List<String> detectors() {
    List<String> chosen = new ArrayList<>();
    boolean isUnknown = false;
    for (String one : Settings.split(ConfigReader.value(Option.REDACT, values))) {
      String name = one.toLowerCase(Locale.ROOT);
      if (Privacy.DETECTORS.contains(name)) {
        chosen.add(name);
      } else if (!name.equals("none")) {
        problems.add(
            Option.REDACT.key()
                + " names '"
                + ConfigReader.mask("", one)
                + "', which is none of "
                + String.join(", ", Privacy.DETECTORS)
                + ": looking for all of them");
        isUnknown = true;
      }
    }
    return isUnknown ? Privacy.DETECTORS : chosen;
  }

  /** {@code order=ORD-\d{6} badge=B[0-9]+}: blanks between them, and none in them. */
  private Map<String, String> patterns() {
    Map<String, String> patterns = new LinkedHashMap<>();
    String text = ConfigReader.value(Option.REDACT_PATTERNS, values).trim();
    int from = 0;
    while (from < text.length()) {
      int end = from;
      while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
        end++;
      }
      String part = text.substring(from, end);
      int equals = part.indexOf('=');
      if (isName(part, equals)) {
        patterns.put(part.substring(0, equals), part.substring(equals + 1));
      } else if (!part.isEmpty()) {
        problems.add(
            Option.REDACT_PATTERNS.key()
                + " has '"
                + ConfigReader.mask("", part)
                + "', which is no pattern: write name=expression, with \\s for a blank: ignored");
      }
      from = end + 1;
    }
    return patterns;
  }

  private static boolean isName(String part, int end) {
    for (int i = 0; i < end; i++) {
      char c = part.charAt(i);
      if (!(Character.isLetterOrDigit(c) || c == '_')) {
        return false;
      }
    }
    return end > 0 && end < part.length() - 1;
  }

  private double sample() {
    String value = ConfigReader.value(Option.SAMPLE, values);
    if (value.equals(Option.SAMPLE.fallback())) {
      return 1; // which does not load what reads fractions
    }
    double share = -1;
    try {
      share = Double.parseDouble(value.trim());
    } catch (NumberFormatException noNumber) {
      // Said below.
    }
    if (share >= 0 && share <= 1) {
      return share;
    }
    problems.add(
        Option.SAMPLE.key()
            + "="
            + ConfigReader.mask(Option.SAMPLE.key(), value)
            + " is not possible: it takes a number from 0 to 1; using "
            + Option.SAMPLE.fallback());
    return 1;
  }

  private String choice(Option option, String[] allowed) {
    String value = ConfigReader.value(option, values);
    for (String one : allowed) {
      if (one.equalsIgnoreCase(value)) {
        return one;
      }
    }
    problems.add(
        option.key()
            + "="
            + ConfigReader.mask(option.key(), value)
            + " is not possible: it takes one of "
            + String.join(", ", allowed)
            + "; using "
            + option.fallback());
    return option.fallback();
  }
}
