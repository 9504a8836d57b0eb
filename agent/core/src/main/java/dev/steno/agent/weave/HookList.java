package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of all instrumentations as a list in the agent's jar: one line each, made when the jar
 * is put together, so that no instrumentation is loaded at start.
 */
final class HookList {
  /** Follows the interceptor of a hook that replaces arguments. */
  static final String REPLACING = " replacing";

  /** Follows it, of one that is hooked in subtypes too. */
  static final String IN_SUBTYPES = " in-subtypes";

  /** Follows it, of one that is hooked once a library is. */
  static final String LATER = " later";

  /** Is followed by the type that tells releases apart. */
  static final String RELEASE = " release:";

  /** Is followed by what a hook is needed for, to the end of the line. */
  static final String NEEDED = " needed: ";

  static final String RESOURCE = "dev/steno/agent/hooks.list";

  private HookList() {}

  /** Reads the list into hooks by their class's internal name. On the start path: no lambda. */
  static Map<String, List<Hook>> read(ClassLoader agent) throws IOException {
    Map<String, List<Hook>> hooks = new HashMap<>();
    try (InputStream in = agent.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE.concat(" is missing in the agent's jar"));
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Hook hook = hook(line);
        String type = hook.type().replace('.', '/');
        List<Hook> ofType = hooks.get(type);
        if (ofType == null) {
          ofType = new ArrayList<>(2);
          hooks.put(type, ofType);
        }
        ofType.add(hook);
      }
    }
    return hooks;
  }

  private static Hook hook(String line) {
    int method = line.indexOf(' ');
    int open = line.indexOf('(', method);
    int close = line.indexOf(')', open);
    List<String> parameters = new ArrayList<>(4);
    int from = open + 1;
    while (from < close) {
      int comma = line.indexOf(',', from);
      int end = comma < 0 || comma > close ? close : comma;
      parameters.add(line.substring(from, end));
      from = end + 1;
    }
    int needed = line.indexOf(NEEDED, close);
    String options = needed < 0 ? line : line.substring(0, needed);
    int end = options.indexOf(' ', close + 2);
    return new Hook(
        line.substring(0, method),
        line.substring(method + 1, open - 1),
        parameters,
        options.substring(close + 2, end < 0 ? options.length() : end),
        options.indexOf(REPLACING, close) >= 0,
        options.indexOf(IN_SUBTYPES, close) >= 0,
        needed < 0 ? null : line.substring(needed + NEEDED.length()),
        release(options),
        options.indexOf(LATER, close) >= 0);
  }

  private static @Nullable String release(String options) {
    int from = options.indexOf(RELEASE);
    if (from < 0) {
      return null;
    }
    int end = options.indexOf(' ', from + 1);
    return options.substring(from + RELEASE.length(), end < 0 ? options.length() : end);
  }
}
