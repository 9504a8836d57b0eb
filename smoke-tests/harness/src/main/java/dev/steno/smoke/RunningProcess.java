package dev.steno.smoke;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program that runs in a JVM of its own, until it ends or is ended. */
public final class RunningProcess implements AutoCloseable {
  private final Process process;
  private final Path home;
  private final File stdout;
  private final File stderr;
  private final Duration timeout;
  private final CompletableFuture<Instant> ended;

  RunningProcess(Process process, Path home, File stdout, File stderr, Duration timeout) {
    this.process = process;
    this.home = home;
    this.stdout = stdout;
    this.stderr = stderr;
    this.timeout = timeout;
    this.ended = process.onExit().thenApply(done -> Instant.now());
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The user's home that it runs with. */
  public Path home() {
    return home;
  }

  /** Ends it as {@code kill -9} does: nothing of it runs any more. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end, as {@code kill} does: its shutdown hooks run. */
  public void terminate() {
    process.destroy();
  }

  /** When it ended; waits for it. */
  public Instant endedAt() {
    return ended.join();
  }

  /** Waits until it has ended; its exit code is 137 after {@link #kill}. */
  public Result await() {
    try {
      boolean exited = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      Result result =
          new Result(exited ? process.exitValue() : -1, process.pid(), home, stdout, stderr);
      if (!exited) {
        throw new AssertionError("still running after " + timeout + "\n" + result);
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
