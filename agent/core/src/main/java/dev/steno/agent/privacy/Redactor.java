package dev.steno.agent.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what is found in texts and trees. What has nothing in it comes back as the same object.
 * Safe for use by several threads.
 */
final class Redactor {
  private static final int SHORTEST = 3;
  private static final int MOST_PASSES = 4;

  /** A number with fewer digits is nobody's. */
  private static final long SMALLEST_NUMBER = 100_000_000L;

  private final List<Finder> finders;
  private final Names names;
  private final boolean pseudonyms;
  private final boolean secrets;
  private final boolean addresses;

  /**
   * Of what these find.
   *
   * @param pseudonyms whether it is replaced by names that stay the same
   * @param secrets whether what has the name of a secret is one
   * @param addresses whether the address of a client is replaced
   */
  Redactor(
      List<Finder> finders, Names names, boolean pseudonyms, boolean secrets, boolean addresses) {
    this.finders = finders;
    this.names = names;
    this.pseudonyms = pseudonyms;
    this.secrets = secrets;
    this.addresses = addresses;
  }

  /** A text of people, models or programs. */
  String text(String text) {
    return text(text, pseudonyms);
  }

  /** An id, of which two are never to become one. */
  String id(String id) {
    return text(id, true);
  }

  /** The address of a client, whatever it looks like. */
  String address(String ip) {
    if (!addresses || ip.isEmpty()) {
      return text(ip);
    }
    Findings found = new Findings();
    found.add(0, ip.length(), Addresses.LABEL);
    return found.replaced(ip, names, pseudonyms);
  }

  private String text(String text, boolean byPseudonyms) {
    if (text.length() < SHORTEST) {
      return text;
    }
    String redacted = text;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      String once = once(redacted, byPseudonyms);
      if (once.equals(redacted)) {
        break;
      }
      redacted = once; // what stood beside something found may be found now
    }
    return redacted;
  }

  private String once(String text, boolean byPseudonyms) {
    Findings found = new Findings();
    for (Finder finder : finders) {
      finder.find(text, found);
    }
    return found.isEmpty() ? text : found.replaced(text, names, byPseudonyms);
  }

  /** A JSON tree, in which names tell of secrets too. */
  @Nullable Object tree(@Nullable Object tree) {
    return tree(tree, secrets);
  }

  /** Facts by name, of which some may tell of secrets. */
  Map<String, @Nullable Object> facts(Map<String, @Nullable Object> facts) {
    Map<String, @Nullable Object> changed = changed(facts, secrets);
    return changed == null ? facts : changed;
  }

  /** A JSON tree in which names are those of a schema. */
  @Nullable Object schema(@Nullable Object tree) {
    return tree(tree, false);
  }

  private @Nullable Object tree(@Nullable Object value, boolean byName) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> changed = changed(map, byName);
      return changed == null ? map : changed;
    }
    if (value instanceof List<?> list) {
      return list(list, byName);
    }
    return value instanceof Number number ? number(number) : value;
  }

  private Object number(Number number) {
    if (Math.abs(number.doubleValue()) < SMALLEST_NUMBER) {
      return number;
    }
    String text = number.toString();
    String redacted = text(text);
    return redacted.equals(text) ? number : redacted;
  }

  private List<?> list(List<?> list, boolean byName) {
    List<@Nullable Object> changed = null;
    for (int i = 0; i < list.size(); i++) {
      Object value = list.get(i);
      Object redacted = tree(value, byName);
      if (redacted != value) {
        changed = changed == null ? new ArrayList<>(list) : changed;
        changed.set(i, redacted);
      }
    }
    return changed == null ? list : changed;
  }

  /** Null when it is the same. */
  private @Nullable Map<String, @Nullable Object> changed(Map<?, ?> map, boolean byName) {
    boolean same = true;
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      String redactedName = id(name);
      Object value = entry.getValue();
      Object redacted = value(name, value, byName);
      same &= redacted == value && redactedName.equals(name);
      changed.put(redactedName, redacted);
    }
    return same ? null : changed;
  }

  private @Nullable Object value(String name, @Nullable Object value, boolean byName) {
    if (byName && value != null) {
      SecretNames.Strength strength = SecretNames.of(name);
      if (value instanceof String text) {
        if (SecretNames.isSecret(strength, text, 0, text.length())) {
          return secret(text);
        }
      } else if (strength == SecretNames.Strength.STRONG) {
        return secrets(value);
      }
    }
    return tree(value, byName);
  }

  private String secret(String text) {
    Findings found = new Findings();
    found.add(0, text.length(), KeyFinder.LABEL);
    return found.replaced(text, names, pseudonyms);
  }

  /** All that is under the name of a secret. */
  private Object secrets(Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>(list.size());
      list.forEach(one -> all.add(one == null ? null : secretOrSecrets(one)));
      return all.equals(list) ? list : all;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> all = new LinkedHashMap<>();
      map.forEach(
          (name, one) ->
              all.put(id(String.valueOf(name)), one == null ? null : secretOrSecrets(one)));
      return all.equals(map) ? map : all;
    }
    return value;
  }

  private Object secretOrSecrets(Object value) {
    return value instanceof String text && !text.isEmpty() ? secret(text) : secrets(value);
  }
}
