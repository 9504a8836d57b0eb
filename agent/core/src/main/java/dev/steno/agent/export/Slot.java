package dev.steno.agent.export;

import dev.steno.agent.model.Entry;

/** An entry in memory, and who still wants it. Guarded by the journal it is in. */
final class Slot {
  final Entry entry;
  final long number;
  final long weight;
  final int calls;

  /** Its number in the spool; 0 when it is in memory only. */
  final long seq;

  /** The number of the last record in the spool that comes before it. */
  final long after;

  private long wants;

  Slot(Entry entry, long number, long weight, long seq, long after) {
    this.entry = entry;
    this.number = number;
    this.weight = weight;
    this.calls = Weight.calls(entry);
    this.seq = seq;
    this.after = after;
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
