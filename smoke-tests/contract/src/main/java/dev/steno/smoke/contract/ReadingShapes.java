package dev.steno.smoke.contract;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The ways to read an input stream. */
final class ReadingShapes {
  private interface Reading {
    String read(InputStream in) throws IOException;
  }

  private final Driver driver;

  private ReadingShapes(Driver driver) {
    this.driver = driver;
  }

  static void addTo(Shapes shapes, Driver driver) {
    ReadingShapes reading = new ReadingShapes(driver);
    reading.add(shapes, "read-single-bytes", ReadingShapes::singleBytes);
    reading.add(shapes, "read-all-bytes", in -> text(in.readAllBytes()));
    reading.add(shapes, "read-n-bytes", in -> text(in.readNBytes(100_000)));
    reading.add(shapes, "read-transfer-to", ReadingShapes::transferTo);
    reading.add(shapes, "read-lines", ReadingShapes::lines);
    reading.add(shapes, "read-in-parts", ReadingShapes::inParts);
    reading.add(shapes, "read-marked", ReadingShapes::marked);
    reading.add(shapes, "read-skipping", ReadingShapes::skipping);
  }

  private void add(Shapes shapes, String name, Reading way) {
    Shape shape =
        (model, out) -> {
          try (Body body = driver.open(model.chat(Model.NAME))) {
            out.fact("status", body.status());
            out.fact("text", way.read(body.stream()));
            out.fact("at the end", body.stream().read());
            out.facts(body.facts());
          }
        };
    shapes.quick(name, shape, Ability.STREAM, Ability.INPUT_STREAM);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String singleBytes(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      bytes.write(next);
    }
    return text(bytes.toByteArray());
  }

  private static String transferTo(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    in.transferTo(bytes);
    return text(bytes.toByteArray());
  }

  @SuppressWarnings("resource") // The stream is the caller's.
  private static String lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
        .lines()
        .collect(Collectors.joining("\n"));
  }

  private static String inParts(InputStream in) throws IOException {
    byte[] buffer = new byte[1_000];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In the middle of the array: what is before and after is the application's.
    for (int read = in.read(buffer, 100, 70); read >= 0; read = in.read(buffer, 100, 70)) {
      bytes.write(buffer, 100, read);
    }
    return text(bytes.toByteArray());
  }

  private static String marked(InputStream in) throws IOException {
    boolean supported = in.markSupported();
    String before = "";
    if (supported) {
      in.mark(1_000);
      before = text(in.readNBytes(50));
      in.reset();
    }
    return supported + " " + before + " " + text(in.readAllBytes());
  }

  private static String skipping(InputStream in) throws IOException {
    // As long as the stream says that it skips: it may skip less, and then how much is chance.
    in.skipNBytes(20);
    return text(in.readAllBytes());
  }
}
