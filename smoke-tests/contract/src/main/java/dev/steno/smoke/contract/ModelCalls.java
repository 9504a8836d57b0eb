package dev.steno.smoke.contract;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls the model in every shape that a driver is able to, and prints what it saw of each. */
public final class ModelCalls {
  private static final int SLOW_AT_ONCE = 10;
  private static final int SECONDS_A_SHAPE = 45;

  private final Driver driver;
  private final String url;
  private final String rawUrl;
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService quick = Executors.newSingleThreadExecutor(this::thread);
  private final ExecutorService slow = Executors.newFixedThreadPool(SLOW_AT_ONCE, this::thread);

  private ModelCalls(Driver driver, String url, String rawUrl) {
    this.driver = driver;
    this.url = url;
    this.rawUrl = rawUrl;
  }

  /**
   * Arguments: the driver's class, the base URL of whole answers, that of raw ones, and names of
   * shapes; without any, all are called, and what the driver is not able to is left out.
   */
  public static void main(String[] args) throws Exception {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    Driver driver =
        Class.forName(args[0]).asSubclass(Driver.class).getDeclaredConstructor().newInstance();
    List<String> names = Arrays.asList(args).subList(3, args.length);
    List<Shapes.Named> shapes =
        Shapes.of(driver).stream()
            .filter(
                shape ->
                    names.isEmpty()
                        ? shape.pace() != Shapes.Pace.ON_DEMAND
                        : names.contains(shape.name()))
            .toList();
    new ModelCalls(driver, args[1], args[2]).run(shapes, out);
    driver.close();
    out.flush();
    // The threads of some clients outlive them by a minute.
    System.exit(0);
  }

  private void run(List<Shapes.Named> shapes, PrintStream out) throws Exception {
    Map<Transcript, Future<?>> running = new LinkedHashMap<>();
    for (Shapes.Named shape : shapes) {
      Transcript transcript = new Transcript(shape.name(), driver.framesByChance());
      boolean isFirst = running.isEmpty();
      ExecutorService executor = shape.pace() == Shapes.Pace.SLOW ? slow : quick;
      Future<?> future = executor.submit(() -> call(shape, transcript));
      running.put(transcript, future);
      if (isFirst) {
        // What the first call loads takes longer than others have patience for.
        await(transcript, future);
      }
    }
    for (Map.Entry<Transcript, Future<?>> shape : running.entrySet()) {
      await(shape.getKey(), shape.getValue());
      out.print(shape.getKey());
    }
  }

  private void call(Shapes.Named shape, Transcript out) {
    try {
      shape.shape().call(new Model(shape.name(), url, rawUrl), out);
    } catch (Throwable e) {
      out.thrown(e);
    }
    out.thread("thread");
    out.fact("interrupted", Thread.interrupted());
  }

  private static void await(Transcript transcript, Future<?> shape) throws Exception {
    try {
      shape.get(SECONDS_A_SHAPE, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      transcript.fact("still running after seconds", SECONDS_A_SHAPE);
      Thread.getAllStackTraces()
          .forEach(
              (thread, frames) ->
                  transcript.fact(thread.getName(), String.join("\n", texts(frames))));
    }
  }

  private static List<String> texts(StackTraceElement[] frames) {
    return Arrays.stream(frames).map(StackTraceElement::toString).toList();
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "shape-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
