package dev.steno.agent.capture;

import dev.steno.agent.config.Speakers.Names;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is read of what an application keeps for each thread: the log's context, and baggage. Safe
 * for use by several threads.
 *
 * <p>Only what the configuration names is read.
 */
public final class Surroundings {
  /** Without what does not count in a key. */
  private static volatile Names mdc = Names.NONE;

  private static volatile Names baggage = Names.NONE;

  private Surroundings() {}

  /** What is read from now on. */
  public static void install(Names ofMdc, Names ofBaggage) {
    mdc = plain(ofMdc);
    baggage = ofBaggage;
  }

  /** Tells what the log's context has, whatever the case and the separators of its keys. */
  public static void tellMdc(Scope scope, @Nullable Map<String, ?> context) {
    if (context == null || context.isEmpty()) {
      return;
    }
    Names named = mdc;
    scope.tell(Source.MDC, Fact.USER_ID, first(named.user(), context));
    scope.tell(Source.MDC, Fact.SESSION_ID, first(named.session(), context));
    scope.tell(Source.MDC, Fact.CONVERSATION_ID, first(named.conversation(), context));
  }

  /** Tells what the baggage has. */
  public static void tellBaggage(Scope scope, Function<String, @Nullable String> entry) {
    Names named = baggage;
    scope.tell(Source.BAGGAGE, Fact.USER_ID, first(named.user(), entry));
    scope.tell(Source.BAGGAGE, Fact.SESSION_ID, first(named.session(), entry));
    scope.tell(Source.BAGGAGE, Fact.CONVERSATION_ID, first(named.conversation(), entry));
  }

  private static @Nullable String first(
      List<String> names, Function<String, @Nullable String> entry) {
    for (int i = 0; i < names.size(); i++) {
      String value = entry.apply(names.get(i));
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return null;
  }

  private static @Nullable String first(List<String> names, Map<String, ?> context) {
    for (int i = 0; i < names.size(); i++) {
      for (Map.Entry<String, ?> entry : context.entrySet()) {
        if (isSame(names.get(i), entry.getKey())
            && entry.getValue() instanceof String value
            && !value.isBlank()) {
          return value.strip();
        }
      }
    }
    return null;
  }

  /**
   * Whether a key has the letters and digits of that name, in any case; nothing is made for it.
   *
   * @param plain a {@link #plain} name
   */
  static boolean isSame(String plain, @Nullable String key) {
    if (key == null || plain.isEmpty()) {
      return false;
    }
    int at = 0;
    for (int i = 0; i < key.length(); i++) {
      char letter = key.charAt(i);
      if (letter >= 'A' && letter <= 'Z') {
        letter = (char) (letter + 'a' - 'A');
      } else if (!isPlain(letter)) {
        continue;
      }
      if (at == plain.length() || plain.charAt(at++) != letter) {
        return false;
      }
    }
    return at == plain.length();
  }

  private static boolean isPlain(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter >= 128;
  }

  /** The letters and digits of a name, those of ASCII in lower case. */
  static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char letter = name.charAt(i);
      if (letter >= 'A' && letter <= 'Z') {
        plain.append((char) (letter + 'a' - 'A'));
      } else if (isPlain(letter)) {
        plain.append(letter);
      }
    }
    return plain.toString();
  }

  private static Names plain(Names names) {
    return new Names(plain(names.user()), plain(names.session()), plain(names.conversation()));
  }

  private static List<String> plain(List<String> names) {
    List<String> plain = new ArrayList<>(names.size());
    for (String name : names) {
      plain.add(plain(name));
    }
    return plain;
  }
}
