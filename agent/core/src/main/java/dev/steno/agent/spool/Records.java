package dev.steno.agent.spool;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Reads a batch. */
final class Records {
  private Records() {}

  /**
   * Adds the next records, at least one if there is one.
   *
   * @return where each of them ends
   */
  static long[] read(RecordReader reader, int most, long mostBytes, List<SpoolRecord> into)
      throws IOException {
    long[] ends = new long[Math.min(most, 64)];
    long bytes = 0;
    while (into.size() < Math.max(1, most)) {
      SpoolRecord record;
      try {
        record = reader.next();
      } catch (IOException failure) {
        if (into.isEmpty()) {
          throw failure;
        }
        break;
      }
      if (record == null) {
        break;
      }
      bytes += record.payload().length;
      if (!into.isEmpty() && bytes > mostBytes) {
        break;
      }
      if (into.size() == ends.length) {
        ends = Arrays.copyOf(ends, Math.max(1, 2 * ends.length));
      }
      ends[into.size()] = reader.offset();
      into.add(record);
    }
    return Arrays.copyOf(ends, into.size());
  }
}
