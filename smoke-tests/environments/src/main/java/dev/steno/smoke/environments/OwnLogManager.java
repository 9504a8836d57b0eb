package dev.steno.smoke.environments;

import java.util.logging.LogManager;

/** A log manager that says when it is made: an agent must not have the JDK make the wrong one. */
public final class OwnLogManager extends LogManager {
  /** The constructor that the JDK asks for. */
  public OwnLogManager() {
    System.out.println("log manager made by " + Thread.currentThread().getName());
  }
}
