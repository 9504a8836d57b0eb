package dev.steno.agent.capture;

import dev.steno.agent.spi.Control;
import org.jspecify.annotations.Nullable;

/** Where instrumentations find the agent itself. Safe for use by several threads. */
public final class Controls {
  private static volatile @Nullable Control installed;

  private Controls() {}

  /** Makes this the one that instrumentations use. */
  public static void install(Control control) {
    installed = control;
  }

  /** The one that was installed, or null. */
  public static @Nullable Control installed() {
    return installed;
  }
}
