package dev.steno.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process of its own that appends flat out, and prints the number of each record that was
 * accepted, and, when it reads as well, of each that it read. Its clock is quick, so that it looks
 * often for what others left.
 */
final class Appender {
  private Appender() {}

  /** Folder, name of the process, records at most, whether it reads. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out));
    Thread leash = new Thread(Appender::endWithParent);
    leash.setDaemon(true);
    leash.start();
    Losses none =
        new Losses() {
          @Override
          public void givenUp(String reader, int calls, String reason) {
            out.println("givenUp " + calls + " " + reason);
          }

          @Override
          public void adopted(String reader, int calls) {}

          @Override
          public void trouble(String what) {
            out.println("trouble " + what);
          }
        };
    Spool spool =
        Spool.open(Path.of(args[0]), 1L << 30, List.of("a"), none, () -> 20 * System.nanoTime());
    int most = Integer.parseInt(args[2]);
    boolean reads = Boolean.parseBoolean(args[3]);
    if (reads) {
      Thread reader = new Thread(() -> read(spool.reader("a"), out));
      reader.setDaemon(true);
      reader.start();
    }
    String padding = "x".repeat(1_000);
    int number = 0;
    while (number < most) {
      int first = number + 1;
      for (int i = 0; i < 1 + first % 5; i++) {
        number++;
        spool.append((args[1] + ":" + number + ":" + padding).getBytes(UTF_8), 1);
      }
      if (spool.flush()) {
        StringBuilder line = new StringBuilder();
        for (int i = first; i <= number; i++) {
          line.append("accepted ").append(i).append('\n');
        }
        out.print(line);
        out.flush();
      }
      spool.tick();
    }
    out.println("full");
    if (!reads) {
      System.exit(0); // without close, as when it is killed
    }
    while (true) {
      spool.tick();
      LockSupport.parkNanos(10_000_000); // until it is killed
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // It says nothing.
      }
    } catch (IOException gone) {
      // So it is.
    }
    Runtime.getRuntime().halt(1);
  }

  private static void read(SpoolReader reader, PrintStream out) {
    while (true) {
      List<SpoolRecord> batch = reader.read(50, 1 << 20);
      if (batch.isEmpty()) {
        LockSupport.parkNanos(1_000_000);
        continue;
      }
      StringBuilder line = new StringBuilder();
      for (SpoolRecord record : batch) {
        line.append("read ").append(id(record)).append('\n');
      }
      out.print(line);
      out.flush();
      reader.advance(batch.size());
    }
  }

  /** The process and the number of a record, which must be whole. */
  static String id(SpoolRecord record) {
    String text = new String(record.payload(), UTF_8);
    int end = text.lastIndexOf(':');
    if (!text.substring(end + 1).equals("x".repeat(1_000)) || record.calls() != 1) {
      throw new IllegalStateException("corrupt");
    }
    return text.substring(0, end);
  }
}
