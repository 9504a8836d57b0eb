package dev.steno.agent.spool;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.TreeMap;

/** How many calls each of consecutive records counts for; a byte each where that is enough. */
final class CallCounts {
  private static final int PAGE = 1024;
  private static final int MANY = 255;

  private final ArrayDeque<byte[]> pages = new ArrayDeque<>();
  private final TreeMap<Long, Integer> many = new TreeMap<>();
  private long firstPage;
  private long end;

  /** Of records from that number on, of which none is there yet. */
  CallCounts(long first) {
    this.firstPage = first;
    this.end = first;
  }

  void add(int calls) {
    boolean isMany = calls < 0 || calls >= MANY;
    if (isMany) {
      many.put(end, calls);
    }
    if (end - firstPage == (long) pages.size() * PAGE) {
      pages.addLast(new byte[PAGE]);
    }
    pages.getLast()[(int) ((end - firstPage) % PAGE)] = (byte) (isMany ? MANY : calls);
    end++;
  }

  /** The number of the next record that is added. */
  long end() {
    return end;
  }

  /** Of all records from {@code from} on, before {@code to}. */
  long sum(long from, long to) {
    long first = Math.max(from, firstPage);
    long last = Math.min(to, end);
    long sum = 0;
    long page = firstPage;
    for (Iterator<byte[]> all = pages.iterator(); all.hasNext() && page < last; page += PAGE) {
      byte[] counts = all.next();
      for (long seq = Math.max(first, page); seq < Math.min(last, page + PAGE); seq++) {
        int calls = counts[(int) (seq - page)] & 0xff;
        sum += calls == MANY ? many.getOrDefault(seq, MANY) : calls;
      }
    }
    return sum;
  }

  /** Nobody asks any more for those before that one. */
  void forget(long before) {
    while (firstPage + PAGE <= Math.min(before, end)) {
      pages.removeFirst();
      firstPage += PAGE;
    }
    many.headMap(before).clear();
  }
}
