package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of an ended process, which is read, and then deleted.
 *
 * <p>Safe for use by several threads; what is in its files is looked at on the readers' ones.
 */
final class Adopted {
  private static final int MOST_FAILURES = 5;

  private final Disk disk;
  private final Folder folder;
  private final Losses losses;
  private final Room room;
  private final List<OldSegment> segments = new ArrayList<>();
  private final List<OldSegment> unreadable = new ArrayList<>();
  private final Map<String, Cursor> others = new LinkedHashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private int dropped;
  private boolean isNewer;
  private boolean closed;
  private volatile boolean done;

  /** Where a reader is. */
  private static final class Place {
    private final String reader;
    private final Cursor cursor;
    private long seq;
    private int index;
    private boolean entered;
    private long offset = -1;
    private long[] ends = {};
    private int failures;
    private volatile boolean through;
    private volatile long waiting;
    private volatile long waitingCalls;

    Place(String reader, Cursor cursor) {
      this.reader = reader;
      this.cursor = cursor;
      this.seq = cursor.done() + 1;
    }
  }

  private Adopted(Disk disk, Folder folder, Losses losses, Room room) {
    this.disk = disk;
    this.folder = folder;
    this.losses = losses;
    this.room = room;
  }

  /** What is in a folder that was taken, for those of the readers that have a place in it. */
  static Adopted open(Disk disk, Folder folder, List<String> readers, Losses losses, Room room)
      throws IOException {
    Adopted opened = new Adopted(disk, folder, losses, room);
    boolean complete = false;
    try {
      for (Path path : disk.list(folder.path())) {
        opened.add(path, readers);
      }
      opened.segments.sort(Comparator.comparingLong(segment -> segment.first()));
      complete = true;
    } finally {
      if (!complete) {
        opened.letGo();
      }
    }
    opened.done = opened.places.isEmpty() || opened.isEmpty();
    return opened;
  }

  private void add(Path path, List<String> readers) throws IOException {
    String name = String.valueOf(path.getFileName());
    long first = Segment.first(path);
    if (name.endsWith(Cursor.SUFFIX)) {
      String reader = name.substring(0, name.length() - Cursor.SUFFIX.length());
      Cursor cursor = Cursor.open(disk, path);
      if (readers.contains(reader)) {
        places.put(reader, new Place(reader, cursor));
      } else {
        others.put(reader, cursor);
      }
    } else if (first >= 0) {
      OldSegment segment = new OldSegment(path, disk.open(path), first);
      Format.Head head = segment.head();
      isNewer |= head == Format.Head.NEWER;
      (head == Format.Head.OURS ? segments : unreadable).add(segment);
    }
  }

  Path path() {
    return folder.path();
  }

  /** Whether a newer version wrote it, which this one must not delete. */
  boolean isNewer() {
    return isNewer;
  }

  /** Whether there is nothing to read in it for anybody. */
  boolean isEmpty() {
    return segments.stream().allMatch(segment -> segment.isGone()) && unreadable.isEmpty();
  }

  /** Whether none of our readers waits for anything in it. */
  boolean isDone() {
    return done;
  }

  /** Whether there is a record for that reader. */
  synchronized boolean hasNext(String reader) {
    Place place = places.get(reader);
    return place != null && !closed && !place.through && hasNext(place);
  }

  private boolean hasNext(Place place) {
    return hasNext(place, false);
  }

  private boolean hasNext(Place place, boolean amongGivenUp) {
    while (place.index < segments.size()) {
      OldSegment segment = segments.get(place.index);
      if (amongGivenUp && !segment.isGone()) {
        return false;
      }
      long bound = bound(place.index);
      if (!place.entered) {
        if (bound <= place.seq) {
          place.index++;
          continue;
        }
        if (segment.first() > place.seq) {
          lost(place, segment.first());
        }
        if (!segment.isScanned(bound)) {
          return false;
        }
        enter(place, segment);
      }
      if (segment.isGone() && place.waiting > 0) {
        skip(place, segment, SpoolReader.FULL);
      }
      if (place.seq < segment.next()) {
        return true;
      }
      leave(place, segment);
    }
    for (OldSegment segment : unreadable) {
      if (segment.first() >= place.seq && segment.size() > Format.SEGMENT_HEAD) {
        lost(place, place.seq + 1);
      }
    }
    place.through = true;
    done = places.values().stream().allMatch(one -> one.through);
    return false;
  }

  /** The number of the first record of the segment after that one: all in it are before that. */
  private long bound(int index) {
    return index + 1 < segments.size() ? segments.get(index + 1).first() : Long.MAX_VALUE;
  }

  private void enter(Place place, OldSegment segment) {
    place.entered = true;
    place.offset = -1;
    place.ends = new long[0];
    place.waiting = Math.max(0, segment.next() - place.seq);
    place.waitingCalls = segment.calls(place.seq, segment.next());
    if (place.waiting > 0) {
      losses.adopted(place.reader, (int) place.waitingCalls);
    }
  }

  private void leave(Place place, OldSegment segment) {
    boolean last = place.index == segments.size() - 1;
    if (last && segment.isCorrupt() && place.seq == segment.next()) {
      lost(place, place.seq + 1);
    }
    place.index++;
    place.entered = false;
  }

  /** Records up to that one must have been there. */
  private void lost(Place place, long to) {
    int count = (int) Math.min(to - place.seq, Integer.MAX_VALUE);
    losses.adopted(place.reader, count);
    losses.givenUp(place.reader, count, SpoolReader.CORRUPT);
    place.seq = to;
    save(place);
  }

  /** The rest of a segment is given up. */
  private void skip(Place place, OldSegment segment, String reason) {
    int calls = (int) place.waitingCalls;
    place.seq = Math.max(place.seq, segment.next());
    place.waiting = 0;
    place.waitingCalls = 0;
    place.offset = -1;
    place.ends = new long[0];
    losses.givenUp(place.reader, calls, reason);
    save(place);
  }

  /** The next records for that reader, all of one segment. */
  synchronized List<SpoolRecord> read(String reader, int most, long mostBytes) {
    Place place = places.get(reader);
    while (place != null && !closed && !place.through && hasNext(place)) {
      OldSegment segment = segments.get(place.index);
      List<SpoolRecord> records = new ArrayList<>();
      try {
        RecordReader from = segment.reader(place.offset, place.seq);
        from.skipTo(place.seq);
        int left = (int) Math.min(Math.max(1, most), segment.next() - place.seq);
        place.offset = from.offset();
        place.ends = Records.read(from, left, mostBytes, records);
        place.failures = 0;
      } catch (IOException failure) {
        if (++place.failures < MOST_FAILURES) {
          return List.of();
        }
        place.failures = 0;
      }
      if (!records.isEmpty()) {
        return records;
      }
      skip(place, segment, SpoolReader.CORRUPT);
    }
    return List.of();
  }

  /** That reader is done with so many. */
  synchronized void advance(String reader, int count) {
    Place place = places.get(reader);
    if (place == null || closed || place.through || place.index >= segments.size()) {
      return;
    }
    OldSegment segment = segments.get(place.index);
    long to = Math.min(place.seq + count, segment.next());
    if (!place.entered || to <= place.seq) {
      return;
    }
    place.waiting -= to - place.seq;
    place.waitingCalls -= segment.calls(place.seq, to);
    place.offset = count <= place.ends.length ? place.ends[count - 1] : -1;
    place.ends = new long[0];
    place.seq = to;
    save(place);
    hasNext(place);
    dropPassed();
  }

  private static void save(Place place) {
    moveTo(place.cursor, place.seq - 1);
  }

  private static void moveTo(Cursor cursor, long done) {
    try {
      cursor.moveTo(done);
    } catch (IOException later) {
      // With the next one; until then, whoever takes the folder after us reads it again.
    }
  }

  /** Deletes the segments that all readers passed, but the last. */
  private void dropPassed() {
    long all = Long.MAX_VALUE;
    for (Place place : places.values()) {
      all = Math.min(all, place.cursor.done());
    }
    for (Cursor cursor : others.values()) {
      all = Math.min(all, cursor.done());
    }
    while (dropped < segments.size() - 1
        && bound(dropped) - 1 <= all
        && delete(segments.get(dropped))) {
      dropped++;
    }
  }

  private boolean delete(OldSegment segment) {
    if (segment.isDeleted(disk)) {
      room.deleted(segment.size());
    }
    return segment.isGone();
  }

  /** How many records wait for that reader, as far as that is known. */
  long waiting(String reader) {
    Place place = places.get(reader);
    return place == null ? 0 : place.waiting;
  }

  /** How many calls wait for that reader, as far as that is known. */
  long waitingCalls(String reader) {
    Place place = places.get(reader);
    return place == null ? 0 : place.waitingCalls;
  }

  /** Gives up the oldest segment; false when there is none. */
  synchronized boolean giveUpOldest() {
    for (int i = dropped; i < segments.size() && !closed; i++) {
      OldSegment segment = segments.get(i);
      if (!segment.isGone()) {
        if (!places.isEmpty() && !segment.isScanned(bound(i))) {
          return false;
        }
        if (!delete(segment)) {
          return false;
        }
        for (Place place : places.values()) {
          moveTo(place.cursor, segment.next() - 1);
        }
        return true;
      }
    }
    return false;
  }

  /**
   * Lets go of it; deletes it when nobody waits for anything in it.
   *
   * @return whether somebody does, so that it stays
   */
  synchronized boolean end() {
    for (Place place : places.values()) {
      if (!place.through) {
        hasNext(place, true);
      }
    }
    boolean wanted = !isEmpty() && (isNewer || isWanted());
    if (wanted) {
      letGo();
      return true;
    }
    closeAll();
    segments.stream().filter(segment -> !segment.isGone()).forEach(one -> room.deleted(one.size()));
    unreadable.forEach(one -> room.deleted(one.size()));
    folder.remove();
    return false;
  }

  private boolean isWanted() {
    if (!done || (places.isEmpty() && others.isEmpty())) {
      return true;
    }
    if (segments.isEmpty() || others.isEmpty()) {
      return !others.isEmpty();
    }
    OldSegment last = segments.get(segments.size() - 1);
    boolean known = last.isScanned(Long.MAX_VALUE);
    return others.values().stream().anyMatch(one -> !known || one.done() + 1 < last.next());
  }

  private void letGo() {
    closeAll();
    folder.release();
  }

  private void closeAll() {
    closed = true;
    segments.forEach(OldSegment::close);
    unreadable.forEach(OldSegment::close);
    places.values().forEach(place -> place.cursor.close());
    others.values().forEach(Cursor::close);
  }
}
