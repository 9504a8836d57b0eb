package dev.steno.agent.privacy;

import java.util.List;
import java.util.Set;

/** Redactors for tests, with a key that is always the same. */
final class Redactors {
  private static final Set<String> LABELS =
      Set.of("secret", "email", "phone", "card", "iban", "ip", "order");

  private Redactors() {}

  private static List<Finder> secrets() {
    return List.of(new KeyFinder(), new TokenFinder(), new PairFinder());
  }

  private static Finder numbers() {
    return new NumberFinder(List.of(new Phones(), new Cards(), new Ibans(), new Addresses()));
  }

  /** What is on when nothing is said. */
  static Redactor usual() {
    return of(secrets(), false);
  }

  static Redactor all() {
    return of(everything(), false);
  }

  static Redactor pseudonyms() {
    return of(everything(), true);
  }

  static Redactor of(Finder finder) {
    return of(List.of(finder), false);
  }

  private static List<Finder> everything() {
    return List.of(
        new KeyFinder(), new TokenFinder(), new PairFinder(), new EmailFinder(), numbers());
  }

  static Redactor of(List<Finder> finders, boolean pseudonyms) {
    return new Redactor(
        finders, new Names(LABELS, () -> new byte[] {1, 2, 3}), pseudonyms, true, true);
  }
}
