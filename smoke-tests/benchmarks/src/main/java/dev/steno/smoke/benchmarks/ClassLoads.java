package dev.steno.smoke.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Loads a small class of the application, again and again, each time with a loader of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ClassLoads {
  private static final int CLASSES = 64;

  private byte[] classFile;

  /** What is loaded. */
  static final class Small {}

  /** Loads from the bytes it is given. */
  private static final class OwnLoader extends ClassLoader {
    OwnLoader() {
      super(ClassLoads.class.getClassLoader());
    }

    Class<?> load(byte[] bytes) {
      return defineClass(Small.class.getName(), bytes, 0, bytes.length);
    }
  }

  /** Reads the class file once. */
  @Setup
  public void read() throws IOException {
    String file = Small.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Small.class.getClassLoader().getResourceAsStream(file)) {
      classFile = in.readAllBytes();
    }
  }

  /** Some classes. */
  @Benchmark
  @OperationsPerInvocation(CLASSES)
  public void load(Costs costs, Blackhole hole) {
    costs.begin();
    for (int i = 0; i < CLASSES; i++) {
      hole.consume(new OwnLoader().load(classFile));
    }
    costs.end(CLASSES);
  }
}
