package dev.steno.smoke.contract;

import java.util.ArrayList;
import java.util.List;

/** The shapes that a driver is able to. */
final class Shapes {
  /** When a shape is run. */
  enum Pace {
    /** One after the other. */
    QUICK,
    /** At the same time as others: it mostly waits. */
    SLOW,
    /** Only when it is named. */
    ON_DEMAND
  }

  record Named(String name, Shape shape, Pace pace) {}

  private final Driver driver;
  private final List<Named> shapes = new ArrayList<>();

  private Shapes(Driver driver) {
    this.driver = driver;
  }

  static List<Named> of(Driver driver) {
    Shapes shapes = new Shapes(driver);
    WholeShapes.addTo(shapes, driver);
    FailureShapes.addTo(shapes, driver);
    StreamShapes.addTo(shapes, driver);
    ReadingShapes.addTo(shapes, driver);
    OtherShapes.addTo(shapes, driver);
    driver.more().forEach(shapes::slow);
    return List.copyOf(shapes.shapes);
  }

  void quick(String name, Shape shape, Ability... needed) {
    add(name, shape, Pace.QUICK, needed);
  }

  void slow(String name, Shape shape, Ability... needed) {
    add(name, shape, Pace.SLOW, needed);
  }

  void onDemand(String name, Shape shape, Ability... needed) {
    add(name, shape, Pace.ON_DEMAND, needed);
  }

  private void add(String name, Shape shape, Pace pace, Ability... needed) {
    if (driver.abilities().containsAll(List.of(needed))) {
      shapes.add(new Named(name, shape, pace));
    }
  }
}
