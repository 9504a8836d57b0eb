package dev.steno.agent.model;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Makes UUIDs of version 7 (RFC 9562): they sort by the time they were made at. */
public final class Ids {
  private Ids() {}

  /** A new id for something that began at that wall clock time. Unguessable it is not. */
  public static String next(long epochMillis) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (epochMillis << 16) | 0x7000L | (random.nextLong() & 0xFFFL);
    long low = 0x8000_0000_0000_0000L | (random.nextLong() >>> 2);
    return new UUID(high, low).toString();
  }
}
