package dev.steno.agent.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was hooked, by name, so many of each at most: classes that were woven, those that were
 * reached, and hooks that are off. Safe for use by any thread; on the start path: no lambda.
 */
public final class Hooks {
  private static final int MOST = 200;

  private final Map<String, String> woven = new ConcurrentHashMap<>();
  private final Map<String, String> linked = new ConcurrentHashMap<>();
  private final Map<String, String> off = new ConcurrentHashMap<>();

  /** A class was woven for that interceptor's library. */
  public void woven(String type, String interceptor) {
    put(woven, type, library(interceptor));
  }

  /** A class that was woven was reached by the application. */
  public void linked(String type, String interceptor) {
    put(linked, type, library(interceptor));
  }

  /** An interceptor, or what a class would be hooked for, records nothing; and why. */
  public void off(String what, String why) {
    put(off, what, why);
  }

  private static void put(Map<String, String> names, String name, String value) {
    if (names.size() < MOST || names.containsKey(name)) {
      names.put(name, value);
    }
  }

  /** The last part of the package that an instrumentation's classes are in. */
  private static String library(String interceptor) {
    int end = interceptor.lastIndexOf('.');
    int begin = interceptor.lastIndexOf('.', end - 1);
    return end < 0 ? interceptor : interceptor.substring(begin + 1, end);
  }

  /** The classes that were woven, by library. */
  public Map<String, List<String>> woven() {
    return byLibrary(woven);
  }

  /** The classes that were reached, by library. */
  public Map<String, List<String>> linked() {
    return byLibrary(linked);
  }

  /** Why, by what is off. */
  public Map<String, String> off() {
    return new TreeMap<>(off);
  }

  private static Map<String, List<String>> byLibrary(Map<String, String> types) {
    Map<String, List<String>> found = new TreeMap<>();
    for (Map.Entry<String, String> type : new TreeMap<>(types).entrySet()) {
      List<String> ofLibrary = found.get(type.getValue());
      if (ofLibrary == null) {
        ofLibrary = new ArrayList<>();
        found.put(type.getValue(), ofLibrary);
      }
      ofLibrary.add(type.getKey());
    }
    return found;
  }
}
