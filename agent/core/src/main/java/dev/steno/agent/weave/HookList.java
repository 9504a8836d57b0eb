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

/**
 * The hooks of all instrumentations as a list in the agent's jar: one line each, made when the jar
 * is put together, so that no instrumentation is loaded at start.
 */
final class HookList {
  /** Ends the line of a hook that replaces arguments. */
  static final String REPLACING = " replacing";

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
    int end = line.indexOf(' ', close + 2);
    return new Hook(
        line.substring(0, method),
        line.substring(method + 1, open - 1),
        parameters,
        line.substring(close + 2, end < 0 ? line.length() : end),
        end >= 0);
  }
}
