package dev.steno.agent.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reader's place in a spool: what ended processes left comes first, in order. One thread. */
public final class SpoolReader {
  static final String CORRUPT = "spool_corrupt";
  static final String FULL = "spool_full";

  private static final int MOST_FAILURES = 5;

  private final String name;
  private final Spool spool;
  private final OwnLog log;
  private final Losses losses;

  /** Guards the place, which the writer looks at; never held while a file is used. */
  private final Object monitor = new Object();

  private long place = 1;
  private long doneCalls;
  private long givenUp;
  private @Nullable Cursor cursor;

  // What only the reader's thread uses.
  private @Nullable Adopted from;
  private @Nullable Segment at;
  private long atSeq;
  private long atOffset;
  private long[] ends = {};
  private int failures;

  SpoolReader(String name, Spool spool, OwnLog log, Losses losses) {
    this.name = name;
    this.spool = spool;
    this.log = log;
    this.losses = losses;
  }

  String name() {
    return name;
  }

  /**
   * The number of the next record, when that is one of this process's own; else (something of an
   * ended process is to be read first) 0.
   */
  public long nextOwn() {
    from = adopted();
    if (from != null) {
      return 0;
    }
    settle();
    return place();
  }

  private @Nullable Adopted adopted() {
    Adopted there = spool.adopted();
    return there != null && there.hasNext(name) ? there : null;
  }

  /**
   * The next records that are in files, from its place on, all of one folder; at least one when
   * there is one. What cannot be read is skipped, and counted.
   */
  public List<SpoolRecord> read(int most, long mostBytes) {
    from = adopted();
    if (from != null) {
      return from.read(name, most, mostBytes);
    }
    while (true) {
      settle();
      long seq = place();
      OwnLog.Part part = log.partWith(seq);
      if (part == null) {
        return List.of();
      }
      if (part.segment().first() > seq) {
        settle(); // what is given up is known to be before its segment is gone
        if (place() == seq) {
          skip(part.segment().first());
        }
        continue;
      }
      List<SpoolRecord> records = new ArrayList<>();
      boolean failed = false;
      try {
        read(part, seq, most, mostBytes, records);
        failures = 0;
      } catch (IOException failure) {
        failed = true;
      }
      if (!records.isEmpty()) {
        return records;
      }
      at = null;
      if (log.has(part.segment())) {
        failures++;
        if (failed && failures < MOST_FAILURES) {
          return List.of();
        }
        failures = 0;
        skip(part.next());
      }
    }
  }

  private void read(OwnLog.Part part, long seq, int most, long mostBytes, List<SpoolRecord> records)
      throws IOException {
    Segment segment = part.segment();
    RecordReader reader;
    if (segment == at && atSeq == seq) {
      reader = new RecordReader(segment.file(), atOffset, part.end(), seq);
    } else {
      reader = new RecordReader(segment.file(), Format.SEGMENT_HEAD, part.end(), segment.first());
      if (!reader.skipTo(seq)) {
        return;
      }
    }
    at = segment;
    atSeq = seq;
    atOffset = reader.offset();
    ends = Records.read(reader, most, mostBytes, records);
  }

  /** What is unreadable before that one is given up. */
  private void skip(long to) {
    long calls;
    synchronized (monitor) {
      calls = log.calls(place, to);
      doneCalls += calls;
      place = to;
    }
    losses.givenUp(name, (int) calls, CORRUPT);
    save();
  }

  /**
   * So many are done with, counted from what {@link #nextOwn} or {@link #read} said last: what is
   * done with before a crash is not read again. Own ones may be, before they are in a file.
   */
  public void advance(int count) {
    if (count <= 0) {
      return;
    }
    if (from != null) {
      from.advance(name, count);
      return;
    }
    long end = log.end();
    synchronized (monitor) {
      long to = Math.min(place + count, end);
      if (at != null && atSeq == place && count <= ends.length) {
        atOffset = ends[count - 1];
        atSeq = to;
      } else {
        at = null;
      }
      ends = new long[0];
      doneCalls += log.calls(place, to);
      place = to;
    }
    save();
  }

  /** What was given up meanwhile is counted now that it is known what of it was done with. */
  void settle() {
    long calls;
    synchronized (monitor) {
      if (place > givenUp) {
        return;
      }
      calls = log.calls(place, givenUp + 1);
      doneCalls += calls;
      place = givenUp + 1;
    }
    losses.givenUp(name, (int) calls, FULL);
  }

  /** All up to that record is deleted. */
  void giveUp(long last) {
    synchronized (monitor) {
      givenUp = last;
    }
    save();
  }

  private void save() {
    Cursor file;
    synchronized (monitor) {
      file = cursor;
    }
    if (file != null) {
      try {
        file.moveTo(done());
      } catch (IOException later) {
        // With the next one, or the next tick.
      }
      log.dropPassed();
    }
  }

  /** Its place is kept in that file from now on. */
  void keepIn(Cursor file) {
    Cursor before;
    synchronized (monitor) {
      before = cursor;
      cursor = file;
    }
    if (before != null) {
      before.close();
    }
    save();
  }

  /** Tries again what failed. */
  void saveIfNot() {
    if (saved() < done()) {
      save();
    }
  }

  /** The number of the last record that is done with, or given up. */
  long done() {
    synchronized (monitor) {
      return Math.max(place - 1, givenUp);
    }
  }

  /** The same, as it is in its file. */
  long saved() {
    Cursor file;
    synchronized (monitor) {
      file = cursor;
    }
    return file == null ? 0 : file.done();
  }

  long place() {
    synchronized (monitor) {
      return place;
    }
  }

  void close() {
    Cursor file;
    synchronized (monitor) {
      file = cursor;
      cursor = null;
    }
    if (file != null) {
      file.close();
    }
  }

  /** How many calls wait in files, of all folders, as far as that is known; any thread. */
  public long waitingCalls() {
    long own;
    synchronized (monitor) {
      own = Math.max(0, log.flushedCalls() - doneCalls);
    }
    Adopted there = spool.adopted();
    return own + (there == null ? 0 : there.waitingCalls(name));
  }

  /** How many records wait in files, of all folders, as far as that is known; any thread. */
  public long waiting() {
    long own;
    synchronized (monitor) {
      own = Math.max(0, log.flushed() - place + 1);
    }
    Adopted there = spool.adopted();
    return own + (there == null ? 0 : there.waiting(name));
  }
}
