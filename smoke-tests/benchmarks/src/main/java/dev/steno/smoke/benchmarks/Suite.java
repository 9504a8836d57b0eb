package dev.steno.smoke.benchmarks;

import java.nio.file.Path;

/**
 * What all parts of the suite share.
 *
 * @param fork starts JVMs
 * @param tables where the figures go
 * @param folder for what is not kept
 * @param model the URL of the model
 * @param collector the URL of the collector
 * @param spans what came there
 * @param silent the URL of a collector that never answers
 * @param scale how many of all things are counted, of what is usual
 */
record Suite(
    Fork fork,
    Tables tables,
    Path folder,
    String model,
    String collector,
    StubCollector spans,
    String silent,
    double scale) {
  /** So many, scaled; at least one. */
  int scaled(int many) {
    return Math.max(1, (int) Math.round(many * scale));
  }

  /** How often all agents have their turn, where a turn takes long. */
  int rounds() {
    return scale < 1 ? 1 : 2;
  }
}
