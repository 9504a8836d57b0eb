package dev.steno.smoke.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this process, and its running thread, have used up. */
final class Meter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What each thread had allocated when it was last looked at. */
  private static final Map<Long, Long> BYTES = new ConcurrentHashMap<>();

  private Meter() {}

  /** Nanoseconds of processors, of all threads that are alive, or were when this was last asked. */
  static long processCpu() {
    try {
      return Proc.cpuNanos();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that all threads allocated that are alive, or were when this was last asked. */
  static long processBytes() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) {
        BYTES.put(ids[i], bytes[i]);
      }
    }
    long sum = 0;
    for (long one : BYTES.values()) {
      sum += one;
    }
    return sum;
  }

  /** Nanoseconds of a processor. */
  static long threadCpu() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Bytes that the running thread allocated. */
  static long threadBytes() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** How many threads are alive, those of the JVM itself left out. */
  static int threads() {
    return THREADS.getThreadCount();
  }

  /** Bytes of the heap that are in use when all that can be is collected. */
  static long liveHeap() {
    // Twice: what the first one cleared references to is collected by the second.
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Bytes in use of the pools outside the heap whose names begin so: {@code Metaspace}. */
  static long outsideHeap(String pool) {
    long sum = 0;
    for (MemoryPoolMXBean one : ManagementFactory.getMemoryPoolMXBeans()) {
      if (one.getType() == MemoryType.NON_HEAP && one.getName().startsWith(pool)) {
        sum += one.getUsage().getUsed();
      }
    }
    return sum;
  }
}
