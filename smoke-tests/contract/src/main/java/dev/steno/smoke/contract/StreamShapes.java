package dev.steno.smoke.contract;

import java.io.ByteArrayOutputStream;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Streams, and the ways to read them: to the end, not to the end, and not at all. */
final class StreamShapes {
  private static final int ENDLESS = 500;

  private final Driver driver;

  private StreamShapes(Driver driver) {
    this.driver = driver;
  }

  static void addTo(Shapes shapes, Driver driver) {
    StreamShapes streams = new StreamShapes(driver);
    streams.addRead(shapes);
    streams.addLeft(shapes);
    streams.addGiven(shapes);
  }

  /** Those that are read as far as they go. */
  private void addRead(Shapes shapes) {
    shapes.slow("stream", (model, out) -> all(model.rawStream("slow"), out), Ability.STREAM);
    shapes.quick("stream-unclosed", this::unclosed, Ability.STREAM);
    shapes.quick(
        "stream-error-event", (model, out) -> all(model.stream("mid-error"), out), Ability.STREAM);
    shapes.quick(
        "stream-rate-limited",
        (model, out) -> all(model.stream("rate-limited"), out),
        Ability.STREAM);
    shapes.quick("stream-cut", (model, out) -> all(model.rawStream("cut"), out), Ability.STREAM);
    shapes.quick(
        "stream-reset", (model, out) -> all(model.rawStream("reset"), out), Ability.STREAM);
    shapes.quick("stream-gzip", this::gzip, Ability.STREAM);
    shapes.quick(
        "stream-http2",
        (model, out) -> all(model.stream(Model.NAME).overHttp2(), out),
        Ability.STREAM,
        Ability.HTTP2);
    shapes.slow(
        "stream-back-pressure",
        (model, out) -> all(model.rawStream("slow"), out),
        Ability.STREAM,
        Ability.BACK_PRESSURE);
  }

  /** Those that are left before their end. */
  private void addLeft(Shapes shapes) {
    shapes.slow("stream-closed-early", this::closedEarly, Ability.STREAM);
    shapes.quick("stream-endless", this::endless, Ability.STREAM);
    shapes.quick("stream-unread", this::unread, Ability.STREAM);
    shapes.slow("stream-consumer-throws", this::consumerThrows, Ability.STREAM);
    shapes.slow("stream-abandoned", this::abandoned, Ability.STREAM);
    shapes.slow("stream-cancelled", this::cancelled, Ability.STREAM, Ability.CANCEL);
  }

  /** Those that come by a callback. */
  private void addGiven(Shapes shapes) {
    shapes.slow("async-stream", this::async, Ability.ASYNC_STREAM);
    shapes.slow("async-stream-closed-early", this::asyncClosedEarly, Ability.ASYNC_STREAM);
    shapes.slow("push", this::push, Ability.PUSH);
    shapes.slow("push-consumer-throws", this::pushConsumerThrows, Ability.PUSH);
  }

  private void all(Request request, Transcript out) throws Exception {
    try (Body body = driver.open(request)) {
      all(body, out);
    }
  }

  private static void all(Body body, Transcript out) throws Exception {
    out.fact("status", body.status());
    new Lines(body).read(Integer.MAX_VALUE, out);
    out.fact("at the end", body.next());
    out.facts(body.facts());
  }

  private void unclosed(Model model, Transcript out) throws Exception {
    all(driver.open(model.stream(Model.NAME)), out);
  }

  private void gzip(Model model, Transcript out) throws Exception {
    Request request = model.stream("gzip").header("Accept-Encoding", "gzip");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Body body = driver.open(request)) {
      for (byte[] piece = body.next(); piece != null; piece = body.next()) {
        bytes.write(piece);
      }
      out.facts(body.facts());
    }
    out.fact("packed", FailureShapes.isPacked(bytes.toByteArray()));
    out.fact("text", FailureShapes.unpacked(bytes.toByteArray()));
  }

  private void closedEarly(Model model, Transcript out) throws Exception {
    closedEarly(driver.open(model.rawStream("slow")), out);
  }

  private void closedEarly(Body body, Transcript out) throws Exception {
    new Lines(body).read(3, out);
    body.close();
    body.close();
    if (!driver.abilities().contains(Ability.READS_ON_BY_CHANCE)) {
      more(body, out);
    }
    out.facts(body.facts());
  }

  private static void more(Body body, Transcript out) {
    try {
      out.fact("more", body.next() != null);
    } catch (Exception e) {
      // Its causes depend on what the client was about when it was told.
      out.thrownByChance(e);
    }
  }

  private void endless(Model model, Transcript out) throws Exception {
    try (Body body = driver.open(model.rawStream("endless"))) {
      Lines lines = new Lines(body);
      int count = 0;
      while (count < ENDLESS && lines.next() != null) {
        count++;
      }
      out.fact("lines", count);
    }
    if (!driver.abilities().contains(Ability.LEAVES_BY_CHANCE)) {
      out.fact("the server learns that it was left", model.isLeft());
    }
  }

  private void unread(Model model, Transcript out) throws Exception {
    Body body = driver.open(model.stream(Model.NAME));
    body.close();
    out.fact("status", body.status());
    out.facts(body.facts());
  }

  private void consumerThrows(Model model, Transcript out) throws Exception {
    try (Body body = driver.open(model.rawStream("slow"))) {
      new Lines(body).read(2, out);
      throw new IllegalStateException("thrown by the application");
    }
  }

  private void abandoned(Model model, Transcript out) throws Exception {
    WeakReference<?> reference = readTwoAndForget(model, out);
    // What is held cannot be waited for, only seen to be held with us and without.
    int seconds = driver.abilities().contains(Ability.HOLDS_ANSWERS) ? 1 : 10;
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (reference.get() != null && System.nanoTime() < giveUp) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
    }
    out.fact("collected", reference.get() == null);
  }

  private WeakReference<?> readTwoAndForget(Model model, Transcript out) throws Exception {
    Body body = driver.open(model.rawStream("endless"));
    new Lines(body).read(2, out);
    return new WeakReference<>(body);
  }

  private void cancelled(Model model, Transcript out) throws Exception {
    try (Body body = driver.open(model.rawStream("slow"))) {
      new Lines(body).read(3, out);
      body.cancel();
      out.facts(body.facts());
    }
  }

  private void async(Model model, Transcript out) throws Exception {
    try (Body body = WholeShapes.get(driver.openAsync(model.rawStream("slow")))) {
      all(body, out);
    }
  }

  private void asyncClosedEarly(Model model, Transcript out) throws Exception {
    closedEarly(WholeShapes.get(driver.openAsync(model.rawStream("slow"))), out);
  }

  private void push(Model model, Transcript out) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Consumer<byte[]> consumer =
        piece -> {
          if (bytes.size() == 0) {
            out.thread("thread of consumer");
          }
          bytes.writeBytes(piece);
        };
    driver.push(model.rawStream("slow"), consumer);
    out.fact("text", FailureShapes.unpacked(bytes.toByteArray()));
  }

  private void pushConsumerThrows(Model model, Transcript out) throws Exception {
    Consumer<byte[]> consumer =
        piece -> {
          out.fact("pieces", 1);
          throw new IllegalStateException("thrown by the application");
        };
    driver.push(model.rawStream("slow"), consumer);
  }
}
