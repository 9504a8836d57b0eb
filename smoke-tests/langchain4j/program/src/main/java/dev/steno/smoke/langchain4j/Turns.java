package dev.steno.smoke.langchain4j;

import dev.steno.smoke.contract.Transcript;
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

/** Uses AI services in shapes, and prints what it saw of each. */
public final class Turns {
  private static final int AT_ONCE = 6;
  private static final int SECONDS_A_SHAPE = 40;

  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE, this::thread);
  private final String url;

  private Turns(String url) {
    this.url = url;
  }

  /**
   * Arguments: the address of the model's server, the classes of shapes separated by commas, and
   * names of shapes; without any, all are run.
   */
  public static void main(String[] args) throws Exception {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    List<String> names = Arrays.asList(args).subList(2, args.length);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (String type : args[1].split(",", -1)) {
      Shapes all =
          Class.forName(type).asSubclass(Shapes.class).getDeclaredConstructor().newInstance();
      shapes.putAll(all.shapes());
    }
    shapes.keySet().removeIf(name -> !names.isEmpty() && !names.contains(name));
    new Turns(args[0]).run(shapes, out);
    out.flush();
    // Threads of pools would go on for a while.
    System.exit(0);
  }

  private void run(Map<String, Shape> shapes, PrintStream out) throws Exception {
    Map<Transcript, Future<?>> running = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> shape : shapes.entrySet()) {
      Transcript transcript = new Transcript(shape.getKey());
      Setting setting = new Setting(shape.getKey(), url);
      running.put(transcript, executor.submit(() -> run(shape.getValue(), setting, transcript)));
    }
    for (Map.Entry<Transcript, Future<?>> shape : running.entrySet()) {
      await(shape.getKey(), shape.getValue());
      out.print(shape.getKey());
    }
  }

  private static void run(Shape shape, Setting setting, Transcript out) {
    try {
      shape.run(setting, out);
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
                  transcript.fact(
                      thread.getName(),
                      String.join(
                          "\n", Arrays.stream(frames).map(StackTraceElement::toString).toList())));
    }
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "shape-" + threads.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
