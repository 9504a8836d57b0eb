package dev.steno.smoke.openai;

import dev.steno.smoke.contract.Transcript;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Calls the model in every shape that openai-java has, or in those that are named, and prints what
 * it saw of each.
 */
public final class Shapes {
  private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

  static {
    PlainShapes.addTo(SHAPES);
    StreamShapes.addTo(SHAPES);
    EndpointShapes.addTo(SHAPES);
    AsyncShapes.addTo(SHAPES);
    FailureShapes.addTo(SHAPES);
    OwnClientShapes.addTo(SHAPES);
  }

  private Shapes() {}

  /** Arguments: the base URL of whole answers, that of broken ones, and names of shapes. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    Sdk sdk = new Sdk(args[0], args[1]);
    Iterable<String> names =
        args.length > 2 ? Arrays.asList(args).subList(2, args.length) : SHAPES.keySet();
    for (String name : names) {
      Transcript transcript = new Transcript(name);
      try {
        SHAPES.get(name).call(sdk, transcript);
      } catch (Throwable e) {
        transcript.thrown(e);
      }
      transcript.thread("thread");
      out.print(transcript);
    }
    sdk.close();
    out.flush();
    // The threads of some versions outlive their client by a minute.
    System.exit(0);
  }
}
