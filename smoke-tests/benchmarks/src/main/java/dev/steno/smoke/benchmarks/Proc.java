package dev.steno.smoke.benchmarks;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What Linux says about this process; asking loads next to nothing, as JMX would. */
final class Proc {
  private static final int MILLIS_IN_A_TICK = 10;
  private static final int USER_TICKS = 11;

  private Proc() {}

  /** The most memory that it had, in kB. */
  static String peakKilobytes() throws IOException {
    String status = read("/proc/self/status");
    int from = status.indexOf("VmHWM:") + "VmHWM:".length();
    return status.substring(from, status.indexOf("kB", from)).strip();
  }

  /** What processors spent on it, in milliseconds; it counts in tens. */
  static long cpuMillis() throws IOException {
    String stat = read("/proc/self/stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]))
        * MILLIS_IN_A_TICK;
  }

  private static String read(String file) throws IOException {
    try (InputStream in = new FileInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
