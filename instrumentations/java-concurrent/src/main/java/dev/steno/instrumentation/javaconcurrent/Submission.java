package dev.steno.instrumentation.javaconcurrent;

import dev.steno.agent.capture.Tasks;
import java.util.concurrent.CompletableFuture.AsynchronousCompletionTask;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Tells whether what the thread is inside of goes with something that it gives to an executor. */
final class Submission {
  /**
   * By the beginnings of their names: what these libraries give to executors works for whoever
   * comes next (a connection, a queue of calls), and not for whom it was given by.
   */
  private static final String[] OTHERS = {
    "jdk.internal.",
    "sun.",
    "okhttp3.",
    "okio.",
    "io.netty.",
    "reactor.netty.",
    "io.grpc.",
    "io.lettuce.",
    "com.zaxxer.hikari.",
    "com.mongodb.",
    "org.apache.hc.",
    "org.apache.http.",
    "org.apache.tomcat.",
    "org.apache.coyote.",
    "org.apache.kafka.",
    "org.eclipse.jetty.",
    "com.google.common.util.concurrent.SequentialExecutor"
  };

  private Submission() {}

  /** The task, or null when nothing goes with it. */
  static @Nullable Object of(@Nullable Object task) {
    if (task == null || !Tasks.isInside() || isOthers(task.getClass().getName())) {
      return null;
    }
    return isNew(task) ? Tasks.submittedOnce(task) : Tasks.submitted(task);
  }

  /** Whether there is one of it for each time that it is to run. */
  static boolean isNew(Object task) {
    return task instanceof Future || task instanceof AsynchronousCompletionTask;
  }

  private static boolean isOthers(String type) {
    for (String other : OTHERS) {
      if (type.startsWith(other)) {
        return true;
      }
    }
    return false;
  }

  /** Does not keep it for a task that was refused. */
  static void refused(@Nullable Object task, @Nullable Throwable thrown) {
    if (task != null && thrown != null) {
      Tasks.dropped(task);
    }
  }
}
