package dev.steno.agent.privacy;

import java.util.List;
import java.util.Set;

/** Which names are those of secrets: {@code password}, {@code x-api-key}, {@code accessToken}. */
final class SecretNames {
  /** How sure a name makes that its value is a secret. */
  enum Strength {
    NONE,
    /** If the value looks like one: {@code key}, {@code token}. */
    WEAK,
    STRONG
  }

  static final int LONGEST = 64;

  /** In a part of a name, wherever. */
  private static final List<String> INSIDE =
      List.of("passw", "passphrase", "secret", "credential", "apikey", "privatekey", "accesskey");

  private static final Set<String> ALONE =
      Set.of("pwd", "authorization", "cookie", "cookies", "authtoken", "accesstoken", "idtoken");

  /** Before {@code key} or {@code token}. */
  private static final Set<String> BEFORE =
      Set.of(
          "api",
          "private",
          "access",
          "account",
          "signing",
          "encryption",
          "subscription",
          "master",
          "auth",
          "refresh",
          "id",
          "bearer",
          "session",
          "bot",
          "webhook",
          "storage",
          "shared");

  private static final Set<String> WEAK = Set.of("token", "key", "auth", "jwt", "sig", "signature");

  /** What a name ends with that is about a secret, and is none. */
  private static final Set<String> ABOUT =
      Set.of(
          "count",
          "counts",
          "limit",
          "limits",
          "type",
          "types",
          "name",
          "names",
          "length",
          "len",
          "size",
          "usage",
          "used",
          "policy",
          "hint",
          "field",
          "label",
          "expires",
          "expiry",
          "expiration",
          "at",
          "in",
          "id",
          "ids",
          "url",
          "uri",
          "endpoint",
          "required",
          "enabled",
          "strength",
          "version",
          "budget",
          "file",
          "path",
          "manager",
          "arn",
          "provider",
          "ref");

  private SecretNames() {}

  static Strength of(String name) {
    return name.length() < 3 || name.length() > LONGEST || !mayBe(name, 0, name.length())
        ? Strength.NONE
        : ofLikely(name);
  }

  /** Of the name there in a text. */
  static Strength of(String text, int from, int to) {
    return to - from < 3 || to - from > LONGEST || !mayBe(text, from, to)
        ? Strength.NONE
        : ofLikely(text.substring(from, to));
  }

  private static final int[] LETTERS = {
    letters("key"), letters("token"), letters("pasw"), letters("pwd"), letters("pashre"),
    letters("secrt"), letters("cedntial"), letters("auth"), letters("cokie"), letters("jwt"),
    letters("sig"),
  };

  private static int letters(String all) {
    int letters = 0;
    for (int i = 0; i < all.length(); i++) {
      letters |= 1 << (all.charAt(i) - 'a');
    }
    return letters;
  }

  /** Whether it has the letters of any of them, which few names have. */
  private static boolean mayBe(String text, int from, int to) {
    int letters = 0;
    for (int i = from; i < to; i++) {
      int letter = (text.charAt(i) | ' ') - 'a';
      letters |= letter >= 0 && letter < 26 ? 1 << letter : 0;
    }
    for (int all : LETTERS) {
      if ((letters & all) == all) {
        return true;
      }
    }
    return false;
  }

  private static Strength ofLikely(String name) {
    String parts = parted(name);
    Strength strength = Strength.NONE;
    String before = "";
    for (int from = 0; from < parts.length(); ) {
      int end = parts.indexOf('_', from);
      end = end < 0 ? parts.length() : end;
      String part = parts.substring(from, end);
      if (end == parts.length() && ABOUT.contains(part)) {
        return Strength.NONE;
      }
      if (isStrong(part, before)) {
        strength = Strength.STRONG;
      } else if (strength == Strength.NONE && WEAK.contains(part)) {
        strength = Strength.WEAK;
      }
      before = part;
      from = end + 1;
    }
    return strength;
  }

  private static boolean isStrong(String part, String before) {
    if (ALONE.contains(part)) {
      return true;
    }
    if (part.equals("key") || part.equals("token")) {
      return BEFORE.contains(before);
    }
    for (String inside : INSIDE) {
      if (part.contains(inside)) {
        return true;
      }
    }
    return false;
  }

  /** In small letters, with {@code _} between its words. */
  private static String parted(String name) {
    StringBuilder parts = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Chars.is(c, Chars.UPPER)) {
        if (i > 0 && Chars.is(name.charAt(i - 1), Chars.LOWER | Chars.DIGIT)) {
          parts.append('_');
        }
        parts.append((char) (c | ' '));
      } else {
        parts.append(Chars.is(c, Chars.LOWER | Chars.DIGIT) ? c : '_');
      }
    }
    return parts.toString();
  }

  /** Whether that value of a name which may be that of a secret is one. */
  static boolean isSecret(Strength strength, String text, int from, int to) {
    return switch (strength) {
      case NONE -> false;
      case STRONG -> to > from && !isPlaceholder(text, from, to);
      case WEAK -> to - from >= 8 && isToken(text, from, to);
    };
  }

  /** With digits and letters, or long and mixed, and no blank. */
  private static boolean isToken(String text, int from, int to) {
    boolean digit = false;
    boolean letter = false;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 128 || c == '(' || c == '[' || c == '{' || c == '<') {
        return false;
      }
      digit |= Chars.is(c, Chars.DIGIT);
      letter |= Chars.is(c, Chars.UPPER | Chars.LOWER);
    }
    return (digit && (letter || to - from >= 16))
        || (to - from >= 20 && Chars.isCoded(text, from, to));
  }

  private static final Set<String> NO_VALUES =
      Set.of(
          "string",
          "text",
          "str",
          "none",
          "null",
          "nil",
          "true",
          "false",
          "undefined",
          "required",
          "optional",
          "hidden",
          "redacted",
          "masked",
          "object",
          "number",
          "bytes",
          "char",
          "varchar");

  /** What stands where a secret will: {@code ***}, {@code ${PASSWORD}}, {@code <password>}. */
  static boolean isPlaceholder(String text, int from, int to) {
    char first = text.charAt(from);
    if ("$<{%".indexOf(first) >= 0) {
      return true;
    }
    boolean same = to - from >= 3;
    for (int i = from + 1; same && i < to; i++) {
      same = text.charAt(i) == first;
    }
    if (same && (first == '*' || first == 'x' || first == 'X' || first == '.' || first == '•')) {
      return true;
    }
    return to - from <= 12 && NO_VALUES.contains(lower(text, from, to));
  }

  private static String lower(String text, int from, int to) {
    StringBuilder lower = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      lower.append(Chars.is(c, Chars.UPPER) ? (char) (c | ' ') : c);
    }
    return lower.toString();
  }
}
