package dev.steno.smoke.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What the calling thread itself spends in an iteration; its public methods are JMH's columns.
 *
 * <p>Of times it is the median burst's, since the mean on a busy machine is that of the other
 * programs; of bytes it is the mean.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Costs {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int MOST_BURSTS = 1 << 16;

  private final long[] wallNanos = new long[MOST_BURSTS];
  private final long[] cpuNanos = new long[MOST_BURSTS];
  private long allocatedBytes;
  private int bursts;
  private int calls;

  private long wallBegin;
  private long cpuBegin;
  private long allocatedBegin;

  /** Another iteration. */
  @Setup(Level.Iteration)
  public void clear() {
    allocatedBytes = 0;
    bursts = 0;
    calls = 0;
  }

  /** A burst of calls begins. */
  void begin() {
    allocatedBegin = THREADS.getCurrentThreadAllocatedBytes();
    cpuBegin = THREADS.getCurrentThreadCpuTime();
    wallBegin = System.nanoTime();
  }

  /** That many calls were made in it. */
  void end(int made) {
    long wall = System.nanoTime() - wallBegin;
    long cpu = THREADS.getCurrentThreadCpuTime() - cpuBegin;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBegin;
    if (bursts < MOST_BURSTS) {
      wallNanos[bursts] = wall / made;
      cpuNanos[bursts] = cpu / made;
      allocatedBytes += allocated;
      bursts++;
      calls += made;
    }
  }

  /** Nanoseconds that a call took. */
  public double wall() {
    return median(wallNanos);
  }

  /** Nanoseconds of a processor that a call took. */
  public double cpu() {
    return median(cpuNanos);
  }

  /** Bytes that a call allocated. */
  public double allocated() {
    return (double) allocatedBytes / calls;
  }

  private double median(long[] perCall) {
    long[] sorted = Arrays.copyOf(perCall, bursts);
    Arrays.sort(sorted);
    return sorted[bursts / 2];
  }
}
