package dev.steno.agent.export.mindlytics;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.http.Http;
import dev.steno.agent.export.http.Outgoing;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.wire.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes turns to Mindlytics, one event a request, in order; ends sessions and conversations in
 * which nothing is said any more, since their analysis begins with that. For one thread.
 */
public final class MindlyticsExporter implements Exporter {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final String QUEUE = "/bc/v1/events/queue";
  private static final String IDENTIFY = "/bc/v1/user/identify";
  private static final String ALIAS = "/bc/v1/user/alias";

  private final Http http;
  private final Clock clock;
  private final Map<String, String> headers;
  private final DeviceId deviceId;
  private final Sessions sessions;

  /** Of the entry of this id, these requests are to be sent. */
  private @Nullable String begun;

  private Deque<Outgoing> rest = new ArrayDeque<>();
  private @Nullable Session session;
  private Instant looked = Instant.MIN;

  /** While nothing arrives, nobody is silent: that time does not count. */
  private Duration outages = Duration.ZERO;

  private @Nullable Instant outage;

  /** Sends as configured; {@code deviceId} is the file of this device's id. */
  public MindlyticsExporter(Destinations.Mindlytics config, Path deviceId, Clock clock) {
    this(config, deviceId, clock, TIMEOUT);
  }

  MindlyticsExporter(Destinations.Mindlytics config, Path deviceId, Clock clock, Duration timeout) {
    this.http = new Http(config.endpoint(), timeout, clock);
    this.clock = clock;
    this.headers =
        Map.of("Authorization", "Bearer " + config.apiKey(), "X-App-ID", config.projectId());
    this.deviceId = new DeviceId(deviceId);
    this.sessions = new Sessions(Duration.ofSeconds(config.idleTimeoutSeconds()), clock);
  }

  @Override
  public int export(List<Entry> entries) throws DeliveryException {
    Instant now = now();
    if (looked.plus(BETWEEN_LOOKS).isBefore(now)) {
      looked = now;
      sessions.expire(now);
    }
    sendEnds(false);
    Entry entry = entries.get(0);
    if (!entry.id().equals(begun)) {
      rest = requests(entry, now);
      begun = entry.id();
    }
    for (Outgoing next = rest.peek(); next != null; next = rest.peek()) {
      send(next);
      rest.remove();
    }
    if (session != null) {
      sessions.arrived(entry, session, now);
    }
    begun = null;
    return 1;
  }

  private Instant now() {
    return (outage == null ? clock.instant() : outage).minus(outages);
  }

  private void send(Outgoing request) throws DeliveryException {
    try {
      http.deliver(request, 1);
    } catch (DeliveryException failure) {
      if (failure.remedy() != Remedy.SET_ASIDE && outage == null) {
        outage = clock.instant();
      }
      throw failure;
    }
    if (outage != null) {
      outages = outages.plus(Duration.between(outage, clock.instant()));
      outage = null;
    }
  }

  /** What ended is said; a refusal of that is nobody's loss. */
  private void sendEnds(boolean aloud) throws DeliveryException {
    Deque<Map<String, @Nullable Object>> ending = sessions.ending();
    for (Map<String, @Nullable Object> end = ending.peek(); end != null; end = ending.peek()) {
      try {
        send(post(QUEUE, end));
      } catch (DeliveryException failure) {
        if (failure.remedy() != Remedy.SET_ASIDE) {
          throw failure;
        }
        if (aloud) {
          ending.remove();
          throw failure;
        }
      }
      ending.remove();
    }
  }

  private Outgoing post(String path, Map<String, @Nullable Object> body) {
    return Outgoing.json(path, headers, Json.bytes(body));
  }

  private Deque<Outgoing> requests(Entry entry, Instant now) {
    Deque<Outgoing> requests = new ArrayDeque<>();
    session = null;
    if (entry instanceof Event event && isOfUser(event)) {
      ofUser(event, requests);
      return requests;
    }
    Session its = sessions.of(entry, now);
    session = its;
    Origin origin = entry.origin();
    boolean names = entry instanceof Event event && isNaming(event);
    String user = Flat.id(origin.userId());
    String device = Flat.id(origin.deviceId());
    its.user = user == null || names ? its.user : user;
    its.device = device == null ? its.device : device;
    if (its.user == null && its.device == null) {
      its.device = deviceId.get();
    }
    String conversation = Flat.id(entry.conversationId());
    if (entry instanceof Interaction turn) {
      if (conversation != null && !sessions.isOpen(its, conversation)) {
        add(requests, Happenings.began(entry, its, conversation));
      }
      Turns.events(turn, its).forEach(body -> add(requests, body));
    } else {
      add(requests, Happenings.event((Event) entry, its));
    }
    its.user = user == null ? its.user : user;
    return requests;
  }

  private void add(Deque<Outgoing> requests, @Nullable Map<String, @Nullable Object> body) {
    if (body != null) {
      requests.add(post(QUEUE, body));
    }
  }

  private static boolean isNaming(Event event) {
    return event.kind() == Event.Kind.IDENTIFY || event.kind() == Event.Kind.ALIAS;
  }

  /** Whether it says something of a user, outside of any session. */
  private static boolean isOfUser(Event event) {
    return isNaming(event)
        && Flat.id(event.origin().sessionId()) == null
        && event.conversationId() == null;
  }

  private void ofUser(Event event, Deque<Outgoing> requests) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    String user = Flat.id(event.origin().userId());
    String device = Flat.id(event.origin().deviceId());
    String previous = Happenings.previous(event);
    if (event.kind() == Event.Kind.ALIAS) {
      if (user != null && previous != null) {
        body.put("id", user);
        body.put("previous_id", previous);
        requests.add(post(ALIAS, body));
      }
      return;
    }
    if (user != null) {
      body.put("id", user);
    } else if (device != null) {
      body.put("device_id", device);
    } else {
      return;
    }
    Map<String, @Nullable Object> traits = Happenings.traits(event);
    if (!traits.isEmpty()) {
      body.put("traits", traits);
    }
    requests.add(post(IDENTIFY, body));
  }

  @Override
  public void idle() throws DeliveryException {
    sessions.expire(now());
    sendEnds(true);
  }

  @Override
  public void close() throws DeliveryException {
    try {
      sessions.endAll();
      sendEnds(false);
    } finally {
      http.close();
    }
  }
}
