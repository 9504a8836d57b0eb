package dev.steno.smoke.contract.test;

import java.util.ArrayList;
import java.util.List;

/** Lists of faults, each with the kind of error that is its turn. */
public final class Faults {
  private static final List<Class<? extends Throwable>> ERRORS =
      List.of(
          IllegalStateException.class,
          NoSuchMethodError.class,
          StackOverflowError.class,
          OutOfMemoryError.class);

  /** So many times fewer, unless it is night: each of them takes some JVMs. */
  private static final int QUICK = 5;

  private Faults() {}

  /**
   * One fault for each method of each class; a class comes first in its list. A fifth of them, and
   * each kind of error in turn; all of them with {@code -Pnightly}.
   */
  public static List<Fault> in(List<List<String>> classesAndMethods) {
    List<Fault> faults = new ArrayList<>();
    for (List<String> classAndMethods : classesAndMethods) {
      for (String method : classAndMethods.subList(1, classAndMethods.size())) {
        Class<? extends Throwable> error = ERRORS.get(faults.size() % ERRORS.size());
        faults.add(new Fault(classAndMethods.get(0), method, error));
      }
    }
    if (Boolean.getBoolean("nightly")) {
      return faults;
    }
    List<Fault> quick = new ArrayList<>();
    for (int i = 0; i < faults.size(); i += QUICK) {
      quick.add(faults.get(i));
    }
    return quick;
  }
}
