package dev.steno.agent.spi;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;

/**
 * Makes objects that stand between the application and a library without showing in stack traces.
 *
 * <p>The JVM leaves the frames of a hidden class (JEP 371) out of every stack trace, so that an
 * exception that passes one of our wrappers reads as it would without us. Safe for use by several
 * threads.
 *
 * @param <T> the type that such an object is used as
 */
public final class Unseen<T> {
  private final Constructor<?> constructor;
  private final Class<T> type;

  private Unseen(Class<T> type, Constructor<?> constructor) {
    this.type = type;
    this.constructor = constructor;
  }

  /**
   * A hidden copy of a class that has one constructor and no static state, and is used for nothing
   * else.
   *
   * @param lookup of a class in the template's package
   */
  public static <T> Unseen<T> of(
      MethodHandles.Lookup lookup, Class<T> type, Class<? extends T> template) {
    String file = template.getName().replace('.', '/') + ".class";
    try (InputStream in = template.getClassLoader().getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no class file of " + template.getName());
      }
      Class<?> hidden = lookup.defineHiddenClass(in.readAllBytes(), false).lookupClass();
      Constructor<?> constructor = hidden.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      return new Unseen<>(type, constructor);
    } catch (IOException | IllegalAccessException impossible) {
      throw new IllegalStateException(template.getName(), impossible);
    }
  }

  /** A new object; the arguments are those of the template's constructor. */
  public T make(Object... arguments) {
    try {
      return type.cast(constructor.newInstance(arguments));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
