package dev.steno.smoke.benchmarks;

/**
 * What calls are made, and how fast.
 *
 * @param callsPerSecond 0 for as many as possible
 */
record Case(int promptBytes, int callsPerSecond) {
  @Override
  public String toString() {
    return promptBytes / 1024
        + " KB, "
        + (callsPerSecond == 0 ? "without a pause" : callsPerSecond + " calls/s");
  }
}
