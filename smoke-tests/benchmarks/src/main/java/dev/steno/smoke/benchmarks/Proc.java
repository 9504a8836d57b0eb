package dev.steno.smoke.benchmarks;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What Linux says about this process; asking loads next to nothing, as JMX would. */
final class Proc {
  private static final int MILLIS_IN_A_TICK = 10;
  private static final int USER_TICKS = 11;

  /** What each thread took when it was last looked at. */
  private static final Map<String, Long> NANOS = new ConcurrentHashMap<>();

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

  /**
   * What processors spent on all threads, those of the JVM itself too, in nanoseconds: what JMX
   * says counts in tens of milliseconds. Of a thread that has ended, what it took since this was
   * last asked is missing.
   */
  static long cpuNanos() throws IOException {
    String[] threads = new File("/proc/self/task").list();
    for (String thread : threads == null ? new String[0] : threads) {
      try {
        String stat = read("/proc/self/task/" + thread + "/schedstat");
        NANOS.put(thread, Long.valueOf(stat.substring(0, stat.indexOf(' '))));
      } catch (IOException ended) {
        // It keeps what it had.
      }
    }
    long sum = 0;
    for (long nanos : NANOS.values()) {
      sum += nanos;
    }
    return sum;
  }

  private static String read(String file) throws IOException {
    try (InputStream in = new FileInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
