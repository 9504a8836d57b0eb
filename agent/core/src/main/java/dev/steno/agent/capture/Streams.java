package dev.steno.agent.capture;

/**
 * How the context of a reactive stream leads to a carrier: with a key that nobody else has, so that
 * it is answered to nobody else.
 */
public final class Streams {
  /** Asked for with this, a context that has a carrier gives it. */
  public static final Object KEY = new Object();

  private static volatile boolean carrying;

  private Streams() {}

  /** A context has a carrier from now on: nobody has to ask for one before. */
  public static void carry() {
    if (!carrying) {
      carrying = true;
    }
  }

  /** Whether there ever was one. */
  public static boolean isCarrying() {
    return carrying;
  }
}
