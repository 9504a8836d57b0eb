package dev.steno.smoke.delivery;

import dev.steno.smoke.LoopbackServer;
import dev.steno.smoke.LoopbackServer.Manner;
import dev.steno.smoke.LoopbackServer.Reply;
import dev.steno.smoke.LoopbackServer.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Agnost AI on loopback, which does as a script says, and keeps what it took. */
final class Collector implements AutoCloseable {
  static final String ORG = "3f0e8c1a-5b7d-4c2e-9a61-0d2f4b8e7c55";

  private static final Pattern ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");
  private static final Pattern SESSION = Pattern.compile("\"session_id\":\"([^\"]+)\"");
  private static final Pattern NAME = Pattern.compile("question ([^ .\"\\\\]+)\\.");
  private static final String EVENT = "/api/v1/capture-event";
  private static final String GATE = "/gate";

  /** What is done about a request; what is answered with success, or half of it, is taken. */
  interface Script {
    Script UP = (number, request) -> Reply.of(200, "{\"status\":\"success\"}");

    /** For the request of that number, from 0 on. */
    Reply reply(long number, Request request);
  }

  /**
   * A turn that was taken.
   *
   * @param id the turn's, the same each time that it is sent
   * @param session of its conversation
   * @param name of its question
   */
  record Taken(String id, String session, String name) {}

  private final List<Taken> taken = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final LoopbackServer server = new LoopbackServer(this::answer);
  private Script script = Script.UP;
  private Set<String> awaited = new HashSet<>();
  private long quietNanos;
  private long lastNanos = System.nanoTime();
  private long requests;

  String endpoint() {
    return server.url();
  }

  /**
   * A URL that answers when all that is awaited was taken, and with {@code ?count=} so many, or
   * when nothing comes any more.
   */
  String gate() {
    return server.url() + GATE;
  }

  synchronized void script(Script next) {
    script = next;
    notifyAll();
  }

  /**
   * The gate opens when the questions of those names were taken, or when nothing was taken for so
   * long.
   */
  synchronized void await(Collection<String> all, int quietSeconds) {
    awaited = new HashSet<>(all);
    awaited.removeAll(names);
    quietNanos = TimeUnit.SECONDS.toNanos(quietSeconds);
  }

  private Reply answer(Request request) {
    if (request.path().startsWith(GATE)) {
      int count = request.path().indexOf('=');
      return open(count < 0 ? 0 : Integer.parseInt(request.path().substring(count + 1)));
    }
    Script now;
    long number;
    synchronized (this) {
      now = script;
      number = requests++;
    }
    Reply reply = now.reply(number, request);
    boolean isTaken =
        reply.status() / 100 == 2
            && (reply.manner() == Manner.WHOLE || reply.manner() == Manner.HALF);
    if (isTaken && request.path().equals(EVENT)) {
      take(request.text());
    }
    return reply;
  }

  private synchronized void take(String body) {
    String name = group(NAME, body);
    taken.add(new Taken(group(ID, body), group(SESSION, body), name));
    names.add(name);
    lastNanos = System.nanoTime();
    awaited.remove(name);
    notifyAll();
  }

  /** What a question is called, in the text of it. */
  static String name(String text) {
    return group(NAME, text);
  }

  private static String group(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "?";
  }

  private synchronized Reply open(int count) {
    lastNanos = System.nanoTime();
    try {
      long left = quietNanos;
      while ((names.size() < count || !awaited.isEmpty()) && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = quietNanos - (System.nanoTime() - lastNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Reply.of(200, "gate");
  }

  /** How many requests came, answered or not. */
  synchronized long requests() {
    return requests;
  }

  /** All that was taken, in order, also what came again. */
  synchronized List<Taken> taken() {
    return List.copyOf(taken);
  }

  /** The questions of what was taken. */
  synchronized Set<String> names() {
    return Set.copyOf(names);
  }

  /** Waits until so many turns were taken. */
  synchronized void awaitTaken(int count, int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long left = 1;
    while (taken.size() < count && left > 0) {
      left = end - System.nanoTime();
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(Math.max(left, 1), 10_000_000));
    }
  }

  /** How many turns came again under the id that they had. */
  synchronized int again() {
    Set<String> ids = new HashSet<>();
    taken.forEach(one -> ids.add(one.id()));
    return taken.size() - ids.size();
  }

  /** Questions that came under more than one id. */
  synchronized List<String> underSeveralIds() {
    Map<String, String> ids = new HashMap<>();
    List<String> several = new ArrayList<>();
    for (Taken one : taken) {
      String before = ids.putIfAbsent(one.name(), one.id());
      if (before != null && !before.equals(one.id())) {
        several.add(one.name());
      }
    }
    return several;
  }

  /** Questions that came, for the first time, after a later one of their conversation. */
  synchronized List<String> outOfOrder() {
    Map<String, Long> last = new HashMap<>();
    Set<String> seen = new HashSet<>();
    List<String> late = new ArrayList<>();
    for (Taken one : taken) {
      if (seen.add(one.id())) {
        long number = Long.parseLong(one.name().substring(one.name().lastIndexOf('-') + 1));
        Long before = last.put(one.session(), number);
        if (before != null && before > number) {
          late.add(one.name());
        }
      }
    }
    return late;
  }

  @Override
  public void close() {
    server.close();
  }
}
