package dev.steno.agent.export;

import dev.steno.agent.model.Entry;
import org.jspecify.annotations.Nullable;

/** An entry in memory, and who still wants it. Guarded by the journal it is in. */
final class Slot {
  final Entry entry;
  final long number;

  /** The same, which costs no memory where there is none. */
  final Long key;

  final long weight;
  final int calls;

  /** The next that is appended, and in no file. */
  @Nullable Slot next;

  private long seq;
  private long after;
  private long wants;

  Slot(Entry entry, long number, long weight) {
    this.entry = entry;
    this.number = number;
    this.key = number;
    this.weight = weight;
    this.calls = Weight.calls(entry);
  }

  void appended(long newSeq, long before) {
    seq = newSeq;
    after = before;
  }

  /** Its number in the spool; 0 when it is in memory only. */
  long seq() {
    return seq;
  }

  /** The number of the last record in the spool that comes before it. */
  long after() {
    return after;
  }

  void wantedBy(int place) {
    wants |= 1L << place;
  }

  boolean isWantedBy(int place) {
    return (wants & 1L << place) != 0;
  }

  void unwantedBy(int place) {
    wants &= ~(1L << place);
  }

  boolean isWanted() {
    return wants != 0;
  }
}
