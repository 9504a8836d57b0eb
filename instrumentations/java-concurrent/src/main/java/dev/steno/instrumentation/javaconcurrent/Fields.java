package dev.steno.instrumentation.javaconcurrent;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Reads fields that a class keeps to itself. */
final class Fields {
  private Fields() {}

  /** The field's value, by a getter from Object to Object. */
  static @Nullable Object get(MethodHandle getter, Object of) {
    try {
      return (Object) getter.invokeExact(of);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
