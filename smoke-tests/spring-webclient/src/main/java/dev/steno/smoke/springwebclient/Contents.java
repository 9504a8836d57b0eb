package dev.steno.smoke.springwebclient;

import dev.steno.smoke.contract.Content;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;

/** How bodies are given and statuses read, in all versions. */
final class Contents {
  private Contents() {}

  /** A cold source: it takes the content when it is subscribed to, and gives it in two pieces. */
  static Flux<byte[]> inPieces(Content content) {
    return Flux.defer(
        () -> {
          byte[] bytes = content.take();
          int half = bytes.length / 2;
          return Flux.just(
              Arrays.copyOf(bytes, half), Arrays.copyOfRange(bytes, half, bytes.length));
        });
  }

  /** The status of an answer: the type of which is another one in Spring 6. */
  static int status(Object answer) {
    try {
      Class<?> type = answer.getClass();
      String name = answer instanceof ResponseEntity ? "getStatusCode" : "statusCode";
      Method getter = type.getMethod(name);
      getter.setAccessible(true); // the class may be package-private
      Object status = getter.invoke(answer);
      Method value = getter.getReturnType().getMethod("value");
      return (int) value.invoke(status);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
