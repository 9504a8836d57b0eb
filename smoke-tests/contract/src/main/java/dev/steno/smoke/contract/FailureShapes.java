package dev.steno.smoke.contract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Calls that go wrong, and answers that are hard to read. */
final class FailureShapes {
  private final Driver driver;

  private FailureShapes(Driver driver) {
    this.driver = driver;
  }

  static void addTo(Shapes shapes, Driver driver) {
    FailureShapes failures = new FailureShapes(driver);
    shapes.quick("rate-limited", (model, out) -> failures.send(model.chat("rate-limited"), out));
    shapes.quick("server-error", (model, out) -> failures.send(model.chat("server-error"), out));
    shapes.quick("malformed", (model, out) -> failures.send(model.chat("malformed"), out));
    shapes.quick("connect-failure", (model, out) -> failures.send(nobody(model), out));
    shapes.slow(
        "read-timeout", (model, out) -> failures.silent(model.rawChat("silent").impatient(), out));
    shapes.slow("interrupted", failures::interrupted, Ability.INTERRUPT);
    shapes.quick(
        "retry", (model, out) -> failures.send(model.chat("unavailable-once"), out), Ability.RETRY);
    shapes.quick(
        "gzip-asked-for",
        (model, out) -> failures.packed(model.chat("gzip").header("Accept-Encoding", "gzip"), out));
    shapes.quick("gzip-not-asked-for", (model, out) -> failures.packed(model.chat("gzip"), out));
  }

  /** A request that nobody takes: there is no server at that port. */
  static Request nobody(Model model) {
    return model.chat(Model.NAME).to("http://127.0.0.1:1/v1/chat/completions");
  }

  private void send(Request request, Transcript out) throws Exception {
    WholeShapes.tell(driver.send(request), out);
  }

  private void silent(Request request, Transcript out) {
    try {
      WholeShapes.tell(driver.send(request), out);
    } catch (Exception e) {
      out.thrownByChance(e);
    }
  }

  private void interrupted(Model model, Transcript out) {
    Thread waiting = Thread.currentThread();
    CountDownLatch answered = new CountDownLatch(1);
    Thread interrupting =
        new Thread(
            () -> {
              if (!await(answered)) {
                waiting.interrupt();
              }
            });
    interrupting.start();
    try {
      silent(model.rawChat("silent"), out);
    } finally {
      answered.countDown();
    }
  }

  private static boolean await(CountDownLatch answered) {
    try {
      return answered.await(Request.IMPATIENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void packed(Request request, Transcript out) throws Exception {
    Reply reply = driver.send(request);
    out.fact("packed", isPacked(reply.body()));
    out.fact("status", reply.status());
    out.facts(reply.facts());
    out.fact("text", unpacked(reply.body()));
  }

  /** The text of an answer that the client may have unpacked. */
  static String unpacked(byte[] bytes) throws IOException {
    try (InputStream in = new ByteArrayInputStream(bytes);
        InputStream plain = isPacked(bytes) ? new GZIPInputStream(in) : in) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static boolean isPacked(byte[] bytes) {
    return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
  }
}
