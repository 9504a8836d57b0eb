package dev.steno.agent.export.agnost;

import dev.steno.agent.config.Destinations;
import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.Lru;
import dev.steno.agent.export.Uuids;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.export.http.Http;
import dev.steno.agent.export.http.Outgoing;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes turns to Agnost AI: a session for each conversation before its events, an event for each
 * turn and one for each tool and agent in it. For one thread.
 */
public final class AgnostExporter implements Exporter {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String SESSION = "/api/v1/capture-session";
  private static final String EVENT = "/api/v1/capture-event";
  private static final int MOST_SESSIONS = 10_000;
  private static final int NOT_FOUND = 404;

  private final Http http;
  private final Map<String, String> headers;
  private final AgnostJson json;
  private final Traits traits = new Traits();
  private final Map<String, Boolean> sessions = new Lru<>(MOST_SESSIONS);

  /** Of the entry of this id, so many events are there already. */
  private @Nullable String begun;

  private int sent;

  /** Sends as configured; {@code agentName} for turns of which the assistant is not known. */
  public AgnostExporter(Destinations.Agnost config, String agentName, Clock clock) {
    this(config, agentName, clock, TIMEOUT);
  }

  AgnostExporter(Destinations.Agnost config, String agentName, Clock clock, Duration timeout) {
    this.http = new Http(config.endpoint(), timeout, clock);
    this.headers = Map.of("X-Org-Id", config.orgId());
    this.json = new AgnostJson(agentName);
  }

  @Override
  public int export(List<Entry> entries) throws DeliveryException {
    Entry entry = entries.get(0);
    if (!entry.id().equals(begun)) {
      begun = entry.id();
      sent = 0;
    }
    List<Map<String, @Nullable Object>> events = json.events(entry);
    String conversation = entry.conversationId();
    if (conversation != null && !events.isEmpty()) {
      String session = Uuids.of(conversation);
      begin(session, entry);
      for (; sent < events.size(); sent++) {
        send(session, events.get(sent));
      }
    }
    if (entry instanceof Event event) {
      traits.learn(event);
    }
    begun = null;
    return 1;
  }

  private void begin(String session, Entry entry) throws DeliveryException {
    if (sessions.get(session) == null) {
      byte[] body = Json.bytes(json.session(session, entry, traits.of(entry.origin().userId())));
      http.deliver(Outgoing.json(SESSION, headers, body), 1);
      sessions.put(session, true);
    }
  }

  private void send(String session, Map<String, @Nullable Object> event) throws DeliveryException {
    Outgoing request = Outgoing.json(EVENT, headers, Json.bytes(event));
    Answer answer = http.send(request);
    if (answer.status() == NOT_FOUND) {
      sessions.remove(session); // it is not known there any more: the next event begins it again
    }
    if (!answer.isSuccess()) {
      throw http.refused(request, answer, 1);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
