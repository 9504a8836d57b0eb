package dev.steno.smoke.benchmarks;

import java.util.Map;

/** What has nothing to do with models, and is to cost next to nothing more. */
record Bystander(String name, String benchmark, Map<String, String> parameters) implements Subject {

  /** A request that is no model call. */
  static Bystander request(String client) {
    return new Bystander(
        "a request of " + client, HttpPost.class.getName() + ".post", Map.of("client", client));
  }

  /** A class that is not hooked. */
  static Bystander loadedClass() {
    return new Bystander("a class that is loaded", ClassLoads.class.getName() + ".load", Map.of());
  }

  @Override
  public String toString() {
    return name;
  }
}
