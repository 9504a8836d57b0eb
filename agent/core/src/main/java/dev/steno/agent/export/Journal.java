package dev.steno.agent.export;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Health;
import dev.steno.agent.health.Log;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.spool.Spool;
import dev.steno.agent.wire.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for all exporters, in order: the newest entries in memory, so that an exporter that
 * keeps up reads no JSON, over all of them on disk, if there is a spool.
 *
 * <p>{@link #open}, {@link #add}, {@link #flush} and {@link #tick} are for the writer's thread.
 * What is in files may be forgotten in memory by who can read it there; what is not is kept until
 * it is delivered, or refused for want of room when it comes. So who is slow costs nobody else
 * anything.
 */
public final class Journal {
  /** What is in memory of what is on disk as well. */
  static final long BESIDE_SPOOL = 4 << 20;

  private static final long MOST_IN_ROUND = 1 << 20;

  /** A folder that cannot be written to is tried again about every second. */
  private static final int TICKS_BETWEEN = 10;

  /** Opens what is on disk. */
  public interface Opening {
    /**
     * A spool.
     *
     * @throws IOException when there can be none, with why
     */
    Spool open() throws IOException;

    /** What of a record of an ended process may go further: it may hold more than this one's do. */
    default Entry adopted(Entry entry) {
      return entry;
    }
  }

  private final @Nullable Opening opening;
  private final Health health;
  private final Log log;
  private final List<Backlog> places = new ArrayList<>();

  /** Held by who writes, around all that the lock is not held for. */
  private final ReentrantLock writing = new ReentrantLock();

  /** Of who writes. */
  private final JsonWriter writer = new JsonWriter();

  private final InteractionLine line = new InteractionLine(writer, true);

  private final NavigableMap<Long, Slot> tail = new TreeMap<>();

  /** What is appended, and in no file yet: the slots know the next of them. */
  private @Nullable Slot firstUnflushed;

  private @Nullable Slot lastUnflushed;

  private @Nullable Spool spool;
  private long capacity;
  private long bytes;
  private long unflushedBytes;
  private long roundBytes;
  private long last;
  private long visible;
  private long appended;
  private long flushed;
  private long keptBefore;
  private int ticksWithout;
  private boolean troubled;
  private boolean closed;

  /**
   * An empty one, in which nobody has a place yet.
   *
   * @param capacity bytes that may wait in memory when nothing is on disk
   * @param opening opens the spool, or null for none
   */
  public Journal(long capacity, @Nullable Opening opening, Health health, Log log) {
    this.capacity = capacity;
    this.opening = opening;
    this.health = health;
    this.log = log;
  }

  /** Opens what is on disk; without that, all is in memory, which is said. */
  public void open() {
    String why = opening == null ? null : tryToOpen(opening);
    if (why != null) {
      log.warn(
          "what waits for exporters is kept in memory only, and lost with the process: "
              + why
              + "; set steno.dir to a folder that can be written to.");
    }
  }

  /** Why it cannot be, or null. */
  private @Nullable String tryToOpen(Opening possible) {
    try {
      Spool opened = possible.open();
      synchronized (this) {
        spool = opened;
        capacity = Math.min(capacity, BESIDE_SPOOL);
        flushed = opened.flushed();
        appended = flushed;
      }
      for (Backlog place : places) {
        place.attach(opened);
      }
      return null;
    } catch (IOException failure) {
      return String.valueOf(failure.getMessage());
    } catch (Throwable failure) {
      return Failures.describe(failure);
    }
  }

  Entry adopted(Entry entry) {
    return opening == null ? entry : opening.adopted(entry);
  }

  /** A place for one more exporter; before anything is added. */
  synchronized int place(Backlog backlog) {
    places.add(backlog);
    return places.size() - 1;
  }

  /**
   * Takes an entry, which is for the exporters after the next {@link #flush}; who has no room for
   * it loses it, which is counted, after what is local was waited for.
   */
  public void add(Entry entry) {
    Slot slot = null;
    writing.lock();
    try {
      long weight = Weight.of(entry);
      waitForRoom(weight);
      slot = prepared(entry, weight);
      if (slot != null) {
        take(slot, append(entry));
      }
    } catch (RuntimeException | Error failure) {
      if (slot != null) {
        forget(slot);
      }
      health.dropped("journal_failed", Weight.calls(entry));
      log.warn("an entry could not be kept: " + Failures.describe(failure));
    } finally {
      writing.unlock();
    }
    places.forEach(Backlog::sayRefused);
    if (roundBytes >= MOST_IN_ROUND) {
      flush();
    }
  }

  /** Its number on disk; 0 when it is not there: there is no spool, or it fails for too long. */
  private long append(Entry entry) {
    Spool disk;
    synchronized (this) {
      disk = closed || (troubled && unflushedBytes > capacity) ? null : spool;
    }
    if (disk == null) {
      return 0;
    }
    try {
      writer.clear();
      if (entry instanceof Interaction interaction) {
        line.write(interaction);
      } else {
        writer.value(EntryCodec.tree((Event) entry));
      }
      return disk.append(writer.array(), writer.size(), Weight.calls(entry));
    } catch (RuntimeException | Error failure) {
      log.warn("an entry is kept in memory only: " + Failures.describe(failure));
      return 0;
    }
  }

  /**
   * A place for it, which nobody sees: what needs memory is done before it is on disk, or it would
   * be lost and delivered both. Null when it is too late.
   */
  private synchronized @Nullable Slot prepared(Entry entry, long weight) {
    if (closed) {
      return null;
    }
    makeRoom(weight);
    Slot slot = new Slot(entry, last + 1, weight);
    tail.put(slot.key, slot);
    last++;
    return slot;
  }

  private synchronized void forget(Slot slot) {
    tail.remove(slot.key);
  }

  private synchronized void take(Slot slot, long seq) {
    appended = Math.max(appended, seq);
    slot.appended(seq, seq == 0 ? appended : seq - 1);
    bytes += slot.weight;
    if (seq > 0) {
      if (lastUnflushed == null) {
        firstUnflushed = slot;
      } else {
        lastUnflushed.next = slot;
      }
      lastUnflushed = slot;
      unflushedBytes += slot.weight;
    }
    roundBytes += slot.weight;
    for (int i = 0; i < places.size(); i++) {
      Backlog place = places.get(i);
      if ((seq > 0 && place.hasReader()) || hasRoom(place, bytes, slot.weight)) {
        place.added(slot);
      } else {
        place.refused(slot.calls);
      }
    }
    unwanted(slot);
  }

  /**
   * Each may have all the room there is, and its share in any case: so who holds much keeps nobody
   * else from getting anything.
   */
  private boolean hasRoom(Backlog place, long all, long weight) {
    return place.isEmptyInMemory()
        || all <= capacity
        || place.bytes() + weight <= capacity / places.size();
  }

  private void waitForRoom(long weight) {
    for (Backlog place : places) {
      if (!isWaitedFor(place, weight)) {
        continue;
      }
      flush(); // so that nobody waits for what is here
      place.wake();
      long begin = System.nanoTime();
      synchronized (this) {
        for (long left = place.patienceNanos();
            left > 0 && isWaitedFor(place, weight);
            left = begin + place.patienceNanos() - System.nanoTime()) {
          try {
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
          } catch (InterruptedException notOurs) {
            // Nobody has a reason to interrupt this thread, and what is here is not to be lost.
          }
        }
      }
    }
  }

  private synchronized boolean isWaitedFor(Backlog place, long weight) {
    if (place.patienceNanos() == 0 || place.isFailing() || closed) {
      return false;
    }
    makeRoom(weight);
    return !hasRoom(place, bytes + weight, weight);
  }

  /** Forgets the oldest that who wants them can read from files, until there is room. */
  private void makeRoom(long weight) {
    if (spool == null) {
      return;
    }
    while (bytes + weight > capacity) {
      NavigableMap<Long, Slot> rest = tail.tailMap(keptBefore, false);
      if (rest.isEmpty()) {
        return;
      }
      Slot oldest = rest.firstEntry().getValue();
      if (oldest.seq() > flushed) {
        return;
      }
      keptBefore = oldest.number;
      boolean isOnDiskForAll = oldest.seq() > 0;
      for (int i = 0; i < places.size() && isOnDiskForAll; i++) {
        isOnDiskForAll = !oldest.isWantedBy(i) || places.get(i).hasReader();
      }
      if (isOnDiskForAll) {
        places.forEach(place -> place.forgotten(oldest));
        unwanted(oldest);
      }
    }
  }

  /** That place is done with it. */
  synchronized void done(Slot slot, Backlog place) {
    if (place.forgotten(slot)) {
      unwanted(slot);
      keptBefore = Math.min(keptBefore, slot.number - 1);
    }
  }

  private void unwanted(Slot slot) {
    if (!slot.isWanted() && tail.remove(slot.key) != null) {
      bytes -= slot.weight;
      notifyAll();
    }
  }

  /** What was added is for the exporters from now on; on disk before that, if it can be. */
  public void flush() {
    writing.lock();
    try {
      Spool disk;
      synchronized (this) {
        disk = spool;
        if (closed || (firstUnflushed == null && visible == last)) {
          return;
        }
      }
      flushTo(disk);
    } finally {
      writing.unlock();
    }
    places.forEach(Backlog::filled);
  }

  private void flushTo(@Nullable Spool disk) {
    boolean failed = disk != null && !flush(disk);
    synchronized (this) {
      troubled = failed;
      flushed = disk == null ? flushed : disk.flushed();
      for (Slot slot = firstUnflushed; slot != null && slot.seq() <= flushed; ) {
        firstUnflushed = slot.next;
        slot.next = null; // who holds this one holds no others
        unflushedBytes -= slot.weight;
        for (int i = 0; i < places.size(); i++) {
          places.get(i).flushed(slot);
        }
        slot = firstUnflushed;
      }
      if (firstUnflushed == null) {
        lastUnflushed = null;
      }
      makeRoom(0);
      visible = last;
      roundBytes = 0;
    }
  }

  private boolean flush(Spool disk) {
    try {
      return disk.flush();
    } catch (RuntimeException | OutOfMemoryError failure) {
      log.warn("the spool could not be written to: " + Failures.describe(failure));
      return false;
    }
  }

  /** About every 100 ms. */
  public void tick() {
    writing.lock();
    try {
      Spool disk = spool;
      if (isClosed()) {
        return;
      }
      if (disk != null) {
        flush();
        disk.tick();
      } else if (opening != null && ++ticksWithout % TICKS_BETWEEN == 0) {
        if (tryToOpen(opening) == null) {
          log.warn("what waits for exporters is kept on disk from now on");
        }
      }
    } finally {
      writing.unlock();
    }
  }

  /** Whether {@link #tick} has anything to do. */
  public boolean ticks() {
    return opening != null;
  }

  /** Whether something is to be tried again, since the disk did not take it. */
  public synchronized boolean isTroubled() {
    return firstUnflushed != null;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /**
   * Ends it: nobody is given anything, and nothing is done with, from now on.
   *
   * @param mostMillis how long is waited for who is at it
   * @return how many calls wait on disk, by the exporter's name
   */
  public Map<String, Long> close(long mostMillis) {
    Map<String, Long> waiting = new TreeMap<>();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean isAlone = false;
    try {
      isAlone = writing.tryLock(mostMillis, TimeUnit.MILLISECONDS);
      Spool disk = spool;
      if (isAlone && disk != null) {
        flushTo(disk); // so that what of it is delivered can be done with
      }
      for (Backlog place : places) {
        place.close(mostMillis);
      }
      if (isAlone && disk != null) {
        disk.close();
        synchronized (this) {
          flushed = disk.flushed();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failure) {
      log.warn("the spool could not be closed: " + Failures.describe(failure));
    } finally {
      if (isAlone) {
        writing.unlock();
      }
    }
    places.forEach(place -> waiting.put(place.name(), place.callsOnDisk()));
    return waiting;
  }

  /** The slots from that one on that are for the exporters, in order. Under this lock only. */
  NavigableMap<Long, Slot> from(long number) {
    return number > visible
        ? Collections.emptyNavigableMap()
        : tail.subMap(number, true, visible, true);
  }

  /** How many bytes may be in memory. Under this lock only. */
  long capacity() {
    return capacity;
  }

  /** The last record that is in a file. Under this lock only. */
  long flushedSeq() {
    return flushed;
  }

  /** The last record that was appended and is visible. Under this lock only. */
  long appendedSeq() {
    return appended;
  }
}
