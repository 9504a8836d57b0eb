package dev.steno.agent.spool;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** A spool on a real disk that can be told to take nothing, or to give nothing. */
public final class FaultySpool {
  private static final Set<String> WRITING =
      Set.of("createFolder", "create", "write", "truncate", "force");

  /** Whether nothing can be written. */
  public volatile boolean isFull;

  /** Whether reading runs out of memory. */
  public volatile boolean isWithoutMemory;

  /** Opens it. */
  public Spool open(
      Path root, long maxSize, List<String> readers, Losses losses, LongSupplier nanoTime)
      throws IOException {
    return Spool.open(
        proxy(Disk.class, new RealDisk()),
        root,
        maxSize,
        readers,
        losses,
        nanoTime,
        ProcessHandle.current().pid(),
        ThreadLocalRandom.current()::nextLong);
  }

  private <T> T proxy(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(real, method, arguments)));
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    if (isFull && WRITING.contains(method.getName())) {
      throw new IOException("No space left on device");
    }
    if (isWithoutMemory && method.getName().equals("read")) {
      throw new OutOfMemoryError("in a test");
    }
    try {
      Object result = method.invoke(real, arguments);
      return result instanceof Disk.Open open
          ? proxy(Disk.Open.class, Objects.requireNonNull(open))
          : result;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
