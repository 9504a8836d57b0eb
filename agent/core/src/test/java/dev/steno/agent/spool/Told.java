package dev.steno.agent.spool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what a spool says of its losses. */
final class Told implements Losses {
  final Map<String, Long> givenUp = new ConcurrentHashMap<>();
  final Map<String, Long> adopted = new ConcurrentHashMap<>();
  final List<String> troubles = new ArrayList<>();

  @Override
  public void givenUp(String reader, int calls, String reason) {
    givenUp.merge(reader + " " + reason, (long) calls, Long::sum);
  }

  @Override
  public void adopted(String reader, int calls) {
    adopted.merge(reader, (long) calls, Long::sum);
  }

  @Override
  public synchronized void trouble(String what) {
    troubles.add(what);
  }
}
