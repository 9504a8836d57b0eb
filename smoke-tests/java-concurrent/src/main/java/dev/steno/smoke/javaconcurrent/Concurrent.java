package dev.steno.smoke.javaconcurrent;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs shapes, each in a turn of its own: {@code url [shape …]}. */
public final class Concurrent {
  private Concurrent() {}

  public static void main(String[] args) throws Exception {
    Model.at(args[0]);
    Outside.start();
    Map<String, Shape.Body> shapes = new LinkedHashMap<>();
    Pools.addTo(shapes);
    Futures.addTo(shapes);
    NewThreads.addTo(shapes);
    Shared.addTo(shapes);
    SpringTasks.addTo(shapes);
    List<String> wanted = Arrays.asList(args).subList(1, args.length);
    Turn.of("first", () -> Model.ask("first"));
    awaitHooks();
    for (Map.Entry<String, Shape.Body> each : shapes.entrySet()) {
      if (wanted.isEmpty() || wanted.contains(each.getKey())) {
        Told.say("== " + each.getKey());
        Shape shape = new Shape(each.getKey());
        try {
          Turn.of("[" + each.getKey() + "] go", () -> each.getValue().run(shape));
        } catch (Exception failure) {
          Told.say("failed " + Told.of(failure));
        }
      }
    }
    System.exit(0);
  }

  /** The JDK's own classes are hooked a moment after the first library. */
  static void awaitHooks() {
    while (Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("steno-weaver"))) {
      Thread.onSpinWait();
    }
  }
}
