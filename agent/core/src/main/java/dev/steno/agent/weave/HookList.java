package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of all instrumentations as a list in the agent's jar, made when the jar is put
 * together, so that no instrumentation is loaded at start.
 *
 * <p>First a line for each class that is hooked, which says how long its lines are, then those
 * lines, one for each hook; before all, how long the first part is. What a class has is read when
 * that class is seen: to read all of it takes a JVM that has just started longer than the rest of
 * the agent's start. On the start path: no lambda.
 */
final class HookList {
  /** Follows the interceptor of a hook that replaces arguments. */
  static final String REPLACING = " replacing";

  /** Follows it, and a class's name, of one that is hooked in subtypes too. */
  static final String IN_SUBTYPES = " in-subtypes";

  /** Follows it, and a class's name, of one that is hooked once a library is. */
  static final String LATER = " later";

  /** Is followed by the type that tells releases apart. */
  static final String RELEASE = " release:";

  /** Is followed by what a hook is needed for, to the end of the line. */
  static final String NEEDED = " needed: ";

  static final String RESOURCE = "dev/steno/agent/hooks.list";

  private static final int RADIX = 10;

  private final Map<String, List<Hook>> hooks = new HashMap<>(512);
  private final Map<String, List<Hook>> later = new HashMap<>(128);
  private final List<String> ofJdk = new ArrayList<>(8);
  private final List<String> packages = new ArrayList<>(4);
  private final List<List<Hook>> ofSubtypes = new ArrayList<>(32);

  private HookList() {}

  /** Reads the list. */
  static HookList read(ClassLoader agent) throws IOException {
    try (InputStream in = agent.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException(RESOURCE.concat(" is missing in the agent's jar"));
      }
      return of(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
    }
  }

  /** Reads a list. */
  static HookList of(String text) {
    HookList list = new HookList();
    int at = text.indexOf('\n') + 1;
    int types = at + Integer.parseInt(text, 0, at - 1, RADIX);
    int lines = types;
    while (at < types) {
      int name = text.indexOf(' ', at);
      int length = text.indexOf(' ', name + 1);
      int end = text.indexOf('\n', length);
      int from = lines;
      lines += Integer.parseInt(text, name + 1, length, RADIX);
      list.add(
          text.substring(at, name),
          new Lines(text, from, lines),
          text.startsWith(IN_SUBTYPES, length),
          text.startsWith(LATER, length));
      at = end + 1;
    }
    return list;
  }

  private void add(String type, List<Hook> ofType, boolean inSubtypes, boolean isLater) {
    (isLater ? later : hooks).put(type, ofType);
    if (!isLater && (type.startsWith("j") || type.startsWith("sun/"))) {
      ofJdk.add(type.replace('/', '.'));
    }
    if (inSubtypes) {
      ofSubtypes.add(ofType);
      String prefix = type.substring(0, type.indexOf('/', type.indexOf('/') + 1) + 1);
      if (!packages.contains(prefix)) {
        packages.add(prefix);
      }
    }
  }

  /** What is hooked at once, by the class's internal name: {@code com/openai/core/Client}. */
  Map<String, List<Hook>> hooks() {
    return hooks;
  }

  /** What is hooked once a library is. */
  Map<String, List<Hook>> later() {
    return later;
  }

  /** The hooks that are for subtypes too. */
  List<Hook> inSubtypes() {
    List<Hook> inSubtypes = new ArrayList<>();
    for (List<Hook> ofType : ofSubtypes) {
      for (Hook hook : ofType) {
        if (hook.inSubtypes()) {
          inSubtypes.add(hook);
        }
      }
    }
    return inSubtypes;
  }

  /** The names of all classes that are hooked at once and may be the JDK's, with dots. */
  List<String> ofJdk() {
    return ofJdk;
  }

  /** The first two parts of the names of all types whose subtypes are hooked. */
  List<String> packages() {
    return packages;
  }

  /** The hooks of one class, read when they are asked for. */
  private static final class Lines extends AbstractList<Hook> {
    private final String text;
    private final int from;
    private final int to;
    private volatile @Nullable List<Hook> hooks;

    Lines(String text, int from, int to) {
      this.text = text;
      this.from = from;
      this.to = to;
    }

    @Override
    public Hook get(int index) {
      return hooks().get(index);
    }

    @Override
    public int size() {
      return hooks().size();
    }

    private List<Hook> hooks() {
      List<Hook> known = hooks;
      if (known == null) {
        known = new ArrayList<>(2);
        int end;
        for (int at = from; at < to; at = end + 1) {
          end = text.indexOf('\n', at);
          known.add(hook(text.substring(at, end)));
        }
        hooks = known;
      }
      return known;
    }
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
