package dev.steno.smoke.environments;

import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Result;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many class loaders whose first calls are linked at the same time. */
class ManyLoadersIT {
  private static final int LOADERS = 20;
  private static final int THREADS = 8;

  @Test
  void noneWaitsForAnother() {
    try (FakeModel model = FakeModel.start()) {
      Result result =
          Programs.withOpenAi(ManyLoaders.class)
              .arg(model.url(), String.valueOf(LOADERS), String.valueOf(THREADS))
              .agent()
              .timeout(Duration.ofMinutes(3))
              .run();

      Programs.assertRecorded(
          result,
          IntStream.range(0, LOADERS * THREADS)
              .mapToObj(i -> "app" + i / THREADS + "-" + i % THREADS)
              .toArray(String[]::new));
    }
  }
}
