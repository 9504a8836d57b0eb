package dev.steno.instrumentation.springwebflux;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;

/** How a status is read: by a number until 6, by an object that came with 6 from then on. */
final class Status {
  private static final @Nullable MethodHandle NUMBER = number();
  private static final int OK = 200;

  private Status() {}

  private static @Nullable MethodHandle number() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              ServerHttpResponse.class, "getRawStatusCode", MethodType.methodType(Integer.class));
    } catch (NoSuchMethodException | IllegalAccessException newer) {
      return null;
    }
  }

  /** Whether a page was served, or where it is. */
  static boolean isServed(ServerHttpResponse response) {
    int status = of(response);
    return status >= 200 && status < 400;
  }

  private static int of(ServerHttpResponse response) {
    try {
      if (NUMBER != null) {
        Integer number = (Integer) NUMBER.invokeExact(response);
        return number == null ? OK : number;
      }
      Method status = ServerHttpResponse.class.getMethod("getStatusCode");
      Object code = status.invoke(response);
      return code == null ? OK : (Integer) status.getReturnType().getMethod("value").invoke(code);
    } catch (Throwable unknown) {
      return 0;
    }
  }
}
