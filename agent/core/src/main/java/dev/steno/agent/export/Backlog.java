package dev.steno.agent.export;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.spool.Spool;
import dev.steno.agent.spool.SpoolReader;
import dev.steno.agent.spool.SpoolRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One exporter's place in the journal: what waits for it, in order, from memory where it is there,
 * and from files where it is not. {@link #first} and {@link #remove} are for its sender's thread.
 */
final class Backlog {
  /** What is given out at once is held beside all else. */
  private static final long MOST_AT_ONCE = 2 << 20;

  private static final long MOST_FROM_DISK = 1 << 20;

  /** What need not wait for more to come: so much, or that part of what there is room for. */
  private static final long MUCH = 1 << 20;

  private static final int PARTS = 4;

  /** What was given out, and where it is. */
  private record Given(@Nullable Entry entry, int calls, @Nullable Slot slot, long seq) {}

  /** A record of this process that is done with, and which the spool does not know of yet. */
  private record Owed(long seq, int calls) {}

  private final Journal journal;
  private final String name;
  private final @Nullable Supplier<String> readerName;
  private final long patienceNanos;
  private final Health health;
  private final Log log;
  private final int place;
  private final Semaphore signal = new Semaphore(0);
  private final Semaphore hurry = new Semaphore(0);

  /** Held while the reader is used: not by who looks, and never by who writes. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile @Nullable SpoolReader reader;
  private volatile boolean failing;

  /** The number of the reader's next record; 0 when that is of an ended process. Its thread's. */
  private long ownPlace = 1;

  // All of these are guarded by the journal.
  private final Deque<Given> window = new ArrayDeque<>();
  private final Deque<Owed> owed = new ArrayDeque<>();
  private long next = 1;
  private long at;
  private long done;
  private long bytes;
  private int slots;
  private int notInFile;
  private int callsNotInFile;
  private long added;
  private long removed;
  private boolean isFull;
  private int refusals;
  private boolean closed;

  /**
   * A place of which nothing is read yet.
   *
   * @param readerName gives that of the spool's reader; null when nothing waits on disk for it
   * @param patienceNanos how long the writer waits for room for it
   */
  Backlog(
      Journal journal,
      String name,
      @Nullable Supplier<String> readerName,
      long patienceNanos,
      Health health,
      Log log) {
    this.journal = journal;
    this.name = name;
    this.readerName = readerName;
    this.patienceNanos = patienceNanos;
    this.health = health;
    this.log = log;
    this.place = journal.place(this);
  }

  void attach(Spool spool) {
    if (readerName != null) {
      SpoolReader opened = spool.reader(readerName.get());
      synchronized (journal) {
        at = journal.flushedSeq();
        done = at;
        reader = opened;
      }
    }
  }

  String name() {
    return name;
  }

  boolean hasReader() {
    return reader != null;
  }

  long patienceNanos() {
    return patienceNanos;
  }

  /** Whether its exporter takes nothing at the moment: nobody waits for that. */
  boolean isFailing() {
    return failing;
  }

  void failing(boolean isSo) {
    failing = isSo;
    if (isSo) {
      synchronized (journal) {
        journal.notifyAll();
      }
    }
  }

  // By the journal, under its lock.

  boolean isEmptyInMemory() {
    return slots == 0;
  }

  long bytes() {
    return bytes;
  }

  void added(Slot slot) {
    slot.wantedBy(place);
    bytes += slot.weight;
    slots++;
    if (reader == null || slot.seq() == 0) {
      added++;
    }
    notInFile++;
    callsNotInFile += slot.calls;
    isFull = false;
  }

  void refused(int calls) {
    health.dropped("backlog_full", name, calls);
    refusals++;
  }

  /** Says what was refused; without the lock. */
  void sayRefused() {
    boolean isFirst;
    synchronized (journal) {
      if (refusals == 0) {
        return;
      }
      refusals = 0;
      isFirst = !isFull;
      isFull = true;
    }
    String why = "the exporter " + name + " cannot keep up, records are lost to it";
    log.warn(why);
    if (isFirst) {
      health.errors().add(name, why);
    }
  }

  /** It is in a file now. */
  void flushed(Slot slot) {
    if (reader != null && slot.isWantedBy(place)) {
      notInFile--;
      callsNotInFile -= slot.calls;
    }
  }

  /** It is not in memory for this one any more; whether it was. */
  boolean forgotten(Slot slot) {
    if (!slot.isWantedBy(place)) {
      return false;
    }
    slot.unwantedBy(place);
    bytes -= slot.weight;
    slots--;
    if (reader == null || slot.seq() == 0 || slot.seq() > journal.flushedSeq()) {
      notInFile--;
      callsNotInFile -= slot.calls;
    }
    return true;
  }

  /** The first so many, or fewer, in order; they stay in it. */
  List<Entry> first(int most) {
    reading.lock();
    try {
      boolean isEmpty;
      synchronized (journal) {
        isEmpty = window.isEmpty();
      }
      if (isEmpty) {
        settle();
      }
      fill(most);
      dropUnreadable();
      synchronized (journal) {
        List<Entry> first = new ArrayList<>(Math.min(most, window.size()));
        for (Given one : window) {
          Entry entry = one.entry;
          if (closed || first.size() == most || entry == null) {
            break;
          }
          first.add(entry);
        }
        return first;
      }
    } finally {
      reading.unlock();
    }
  }

  private void fill(int most) {
    synchronized (journal) {
      if (!window.isEmpty()) {
        if (window.getLast().slot != null) {
          fillFromMemory(most);
        }
        return;
      }
    }
    SpoolReader disk = reader;
    // Asked only while nothing is given out: what of that is given up counts as delivered, if it
    // is.
    ownPlace = disk == null ? 1 : disk.nextOwn();
    settle(); // what was owed while something of an ended process was first
    long some;
    synchronized (journal) {
      if (disk != null && ownPlace > 0 && ownPlace - 1 > at) {
        at = ownPlace - 1; // what was before it was given up
        done = at;
        journal.notifyAll();
      }
      if (ownPlace > 0) {
        fillFromMemory(most);
      }
      if (!window.isEmpty() || disk == null || closed) {
        return;
      }
      some = ownPlace > 0 ? Math.min(most, onDiskOnly()) : most;
    }
    if (some > 0) {
      fillFromDisk(disk, (int) some, ownPlace > 0);
    }
  }

  private void fillFromMemory(int most) {
    List<Slot> gone = new ArrayList<>();
    takeFromMemory(most, gone);
    gone.forEach(slot -> journal.done(slot, this));
  }

  private void takeFromMemory(int most, List<Slot> gone) {
    long weight = 0;
    for (Given given : window) {
      weight += given.slot == null ? 0 : given.slot.weight;
    }
    for (Slot slot : journal.from(next).values()) {
      boolean isNext = reader == null || slot.after() <= at;
      if (window.size() >= most || !isNext || (weight > 0 && weight + slot.weight > MOST_AT_ONCE)) {
        return;
      }
      if (slot.isWantedBy(place)) {
        if (slot.seq() > 0 && reader != null && slot.seq() <= at) {
          gone.add(slot); // given up in the file, and counted
        } else {
          window.add(new Given(slot.entry, slot.calls, slot, slot.seq()));
          weight += slot.weight;
          at = Math.max(at, reader == null ? 0 : slot.seq());
        }
      }
      next = slot.number + 1;
    }
  }

  /** How many are in files before the first that is in memory. */
  private long onDiskOnly() {
    for (Slot slot : journal.from(next).values()) {
      if (slot.isWantedBy(place) && (slot.seq() == 0 || slot.seq() > at)) {
        return Math.min(slot.after(), journal.flushedSeq()) - at;
      }
    }
    return journal.flushedSeq() - at;
  }

  private void fillFromDisk(SpoolReader disk, int most, boolean isOwn) {
    List<Given> read = new ArrayList<>();
    for (SpoolRecord one : disk.read(most, MOST_FROM_DISK)) {
      Entry entry = null;
      try {
        Entry whole = EntryReader.read(one.payload());
        entry = isOwn ? whole : journal.adopted(whole);
      } catch (IOException | RuntimeException | StackOverflowError unreadable) {
        log.warn(
            "the exporter "
                + name
                + " loses a record that cannot be read: "
                + (unreadable instanceof IOException
                    ? unreadable.getMessage()
                    : Failures.describe(unreadable)));
      }
      read.add(new Given(entry, one.calls(), null, isOwn ? one.seq() : 0));
    }
    synchronized (journal) {
      window.addAll(read);
      if (isOwn && !read.isEmpty()) {
        at = Math.max(at, read.get(read.size() - 1).seq);
      }
    }
  }

  private void dropUnreadable() {
    while (true) {
      Given first;
      synchronized (journal) {
        first = window.peekFirst();
      }
      if (first == null || first.entry != null) {
        return;
      }
      remove(1, calls -> health.dropped("unreadable", name, calls));
    }
  }

  /**
   * The first so many, which were given out, are done with.
   *
   * @param counting is told how many calls that are: not those that the end left on disk, where the
   *     next process finds them
   */
  void remove(int count, IntConsumer counting) {
    reading.lock();
    try {
      int ofOthers = 0;
      synchronized (journal) {
        counting.accept(calls(count));
        for (int i = 0; i < count && !closed; i++) {
          ofOthers += removeFirst() ? 0 : 1;
        }
        journal.notifyAll();
      }
      SpoolReader disk = reader;
      if (disk != null && ofOthers > 0) {
        disk.advance(ofOthers);
      }
      settle();
    } finally {
      reading.unlock();
    }
  }

  private int calls(int count) {
    int calls = 0;
    int left = count;
    for (Given one : window) {
      if (left-- <= 0) {
        break;
      }
      boolean isOnDisk = reader != null && (one.slot == null || one.seq > 0);
      calls += closed && isOnDisk ? 0 : one.calls;
    }
    return calls;
  }

  /** Whether it was of this process. */
  private boolean removeFirst() {
    Given first = window.removeFirst();
    Slot slot = first.slot;
    if (slot != null) {
      removed += reader == null || slot.seq() == 0 ? 1 : 0;
      journal.done(slot, this);
    }
    if (reader != null && first.seq > 0) {
      done = Math.max(done, first.seq);
      owed.add(new Owed(first.seq, first.calls));
    }
    return slot != null || first.seq > 0;
  }

  /** Tells the spool what is done with of what is in a file by now. */
  private void settle() {
    SpoolReader disk = reader;
    if (disk == null || ownPlace == 0) {
      return; // what ended processes left has come in between, and is first
    }
    long upTo;
    synchronized (journal) {
      if (owed.isEmpty()) {
        return;
      }
      upTo = Math.min(done, journal.flushedSeq());
    }
    if (upTo >= ownPlace) {
      disk.advance((int) (upTo - ownPlace + 1));
      ownPlace = upTo + 1;
    }
    synchronized (journal) {
      while (!owed.isEmpty() && owed.getFirst().seq < ownPlace) {
        owed.removeFirst();
      }
    }
  }

  /** How many entries wait. */
  int size() {
    SpoolReader disk = reader;
    long inFiles = disk == null ? 0 : disk.waiting();
    synchronized (journal) {
      return (int) Math.min(Integer.MAX_VALUE, Math.max(0, inFiles - owedInFile()) + notInFile);
    }
  }

  private int owedInFile() {
    int count = 0;
    for (Owed one : owed) {
      count += one.seq <= journal.flushedSeq() ? 1 : 0;
    }
    return count;
  }

  /** How many calls wait. */
  long waitingCalls() {
    long onDisk = callsOnDisk();
    synchronized (journal) {
      return onDisk + callsNotInFile;
    }
  }

  /** How many calls wait in files. */
  long callsOnDisk() {
    SpoolReader disk = reader;
    if (disk == null) {
      return 0;
    }
    long inFiles = disk.waitingCalls();
    synchronized (journal) {
      for (Owed one : owed) {
        inFiles -= one.seq <= journal.flushedSeq() ? one.calls : 0;
      }
    }
    return Math.max(0, inFiles);
  }

  /** Whether all that is in it now is done with in that time. */
  boolean awaitEmpty(long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    wake();
    synchronized (journal) {
      long inMemory = added;
      long onDisk = reader == null ? 0 : journal.appendedSeq();
      for (long left = nanos;
          !isDone(inMemory, onDisk) && left > 0;
          left = end - System.nanoTime()) {
        journal.wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      }
      return isDone(inMemory, onDisk);
    }
  }

  private boolean isDone(long inMemory, long onDisk) {
    return removed >= inMemory && done >= onDisk;
  }

  /**
   * Returns after that time, or when something came since it did so last, and that has waited so
   * long for more to come; or when woken.
   */
  void pause(long millis, long forMoreMillis) throws InterruptedException {
    if (signal.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      hurry.tryAcquire(forMoreMillis, TimeUnit.MILLISECONDS);
      signal.drainPermits();
      hurry.drainPermits();
    }
  }

  /** Something came, which may wait for more. */
  void filled() {
    release(signal);
    boolean isMuch;
    synchronized (journal) {
      isMuch = bytes >= Math.min(MUCH, journal.capacity() / PARTS);
    }
    if (isMuch) {
      release(hurry);
    }
  }

  /** It is to be looked at now. */
  void wake() {
    release(hurry);
    release(signal);
  }

  private static void release(Semaphore one) {
    if (one.availablePermits() == 0) {
      one.release();
    }
  }

  /** From now on nothing is given out, and nothing done with. */
  void close(long mostMillis) throws InterruptedException {
    synchronized (journal) {
      closed = true;
    }
    if (reading.tryLock(mostMillis, TimeUnit.MILLISECONDS)) {
      try {
        settle(); // and who reads at this moment has ended
      } finally {
        reading.unlock();
      }
    }
  }
}
