package dev.steno.agent.privacy;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Client;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of interactions and events. What does not change comes back as the same object. */
@SuppressWarnings("ReferenceEquality") // what does not change is the same object
final class EntryContent {
  private final Modes modes;
  private final Kept kept;
  private final CallContent calls;

  EntryContent(Modes modes, Redactor redactor) {
    this.modes = modes;
    this.kept = new Kept(redactor);
    this.calls = new CallContent(modes, kept);
  }

  Entry of(Entry entry) {
    return entry instanceof Interaction interaction ? of(interaction) : of((Event) entry);
  }

  private Interaction of(Interaction one) {
    String conversation = kept.ownId(modes.told(), one.conversationId());
    String agent = kept.text(modes.told(), one.agentName());
    Failure failure = calls.failure(one.failure());
    List<Call> inOrder = Kept.each(one.calls(), calls::of);
    String input = said(modes.input(), one.input(), one.calls(), inOrder, true);
    String output = said(modes.output(), one.output(), one.calls(), inOrder, false);
    Map<String, @Nullable Object> properties = kept.facts(modes.told(), one.properties());
    Origin origin = of(one.origin());
    boolean isSame =
        conversation == one.conversationId()
            && agent == one.agentName()
            && failure == one.failure()
            && input == one.input()
            && output == one.output()
            && inOrder == one.calls()
            && properties == one.properties()
            && origin == one.origin();
    return isSame
        ? one
        : new Interaction(
            one.id(),
            conversation,
            one.conversationSource(),
            one.turn(),
            agent,
            one.startedAt(),
            one.latencyNanos(),
            one.timeToFirstChunkNanos(),
            one.outcome(),
            failure,
            input,
            output,
            one.usage(),
            one.cost(),
            inOrder,
            properties,
            origin);
  }

  /** What is mostly the very text of a message, which is not looked through once more. */
  private @Nullable String said(
      Mode mode, @Nullable String said, List<Call> calls, List<Call> looked, boolean asked) {
    for (int i = 0; i < calls.size() && said != null && mode == Mode.REDACTED; i++) {
      List<Message> messages = asked ? calls.get(i).inputMessages() : calls.get(i).outputMessages();
      for (int k = messages.size() - 1; k >= 0; k--) {
        Message message = messages.get(k);
        boolean isWhole = message.parts().size() == 1 && message.role().equals("user") == asked;
        if (isWhole && message.parts().get(0).textOrNull() == said) {
          Call other = looked.get(i);
          return (asked ? other.inputMessages() : other.outputMessages()).get(k).text();
        }
      }
    }
    return kept.text(mode, said);
  }

  private Origin of(Origin origin) {
    Mode told = modes.told();
    String user = kept.id(told, origin.userId());
    String device = kept.id(told, origin.deviceId());
    String session = kept.id(told, origin.sessionId());
    // Whoever names conversations does so by what was said in them.
    String name = kept.text(modes.input().least(modes.output()), origin.conversationName());
    String environment = kept.text(told, origin.environment());
    Client client = of(origin.client());
    Map<String, @Nullable Object> properties = kept.facts(told, origin.properties());
    boolean isSame =
        user == origin.userId()
            && device == origin.deviceId()
            && session == origin.sessionId()
            && name == origin.conversationName()
            && environment == origin.environment()
            && client == origin.client()
            && properties == origin.properties();
    return isSame
        ? origin
        : new Origin(
            user,
            device,
            session,
            name,
            environment,
            client,
            origin.traceId(),
            origin.spanId(),
            origin.visitId(),
            properties);
  }

  private Client of(Client client) {
    Mode told = modes.told();
    if (told == Mode.FULL || client == Client.UNKNOWN) {
      return client;
    }
    String ip = client.ip() == null ? null : kept.redactor().address(client.ip());
    String agent = kept.text(told, client.userAgent());
    String source = kept.text(told, client.source());
    String path = kept.text(told, client.path());
    boolean isSame =
        ip == client.ip()
            && agent == client.userAgent()
            && source == client.source()
            && path == client.path();
    return isSame
        ? client
        : new Client(ip, agent, client.device(), client.language(), source, path);
  }

  private Event of(Event event) {
    String conversation = kept.id(modes.told(), event.conversationId());
    Origin origin = of(event.origin());
    boolean isFile = event.kind() == Event.Kind.ATTACHMENT;
    String name = kept.text(isFile ? modes.attachments() : modes.told(), event.name());
    Map<String, @Nullable Object> fields = fields(event);
    byte[] content = content(event);
    boolean isSame =
        conversation == event.conversationId()
            && origin == event.origin()
            && name == event.name()
            && fields == event.fields()
            && content == event.content();
    return isSame
        ? event
        : new Event(
            event.id(),
            event.kind(),
            conversation,
            event.interactionId(),
            event.startedAt(),
            origin,
            name,
            fields,
            content);
  }

  private Map<String, @Nullable Object> fields(Event event) {
    Map<String, @Nullable Object> changed = null;
    for (Map.Entry<String, @Nullable Object> field : event.fields().entrySet()) {
      Object value = field.getValue();
      Object now = field(event.kind(), field.getKey(), value);
      if (now != value) {
        changed = changed == null ? new LinkedHashMap<>(event.fields()) : changed;
        if (now == null) {
          changed.remove(field.getKey());
        } else {
          changed.put(field.getKey(), now);
        }
      }
    }
    return changed == null ? event.fields() : changed;
  }

  private @Nullable Object field(Event.Kind kind, String name, @Nullable Object value) {
    return switch (name) {
      case "text" ->
          kept.tree(kind == Event.Kind.AGENT_MESSAGE ? modes.output() : modes.input(), value);
      case "comment", "label", "value" -> kept.tree(modes.input(), value);
      case "response" -> kept.tree(modes.output().least(modes.results()), value);
      case "error" -> kept.tree(modes.failure(), value);
      case "sha256" -> kept.tree(modes.attachments(), value);
      case "previous_id" -> value instanceof String id ? kept.id(modes.told(), id) : value;
      default -> kept.tree(modes.told(), value);
    };
  }

  /** A file that is text is redacted as one; in others nothing can be found. */
  private byte @Nullable [] content(Event event) {
    byte[] content = event.content();
    if (content == null || modes.attachments() == Mode.FULL) {
      return content;
    }
    if (modes.attachments() == Mode.NONE) {
      return null;
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      String redacted = kept.redactor().text(text);
      return redacted.equals(text) ? content : redacted.getBytes(StandardCharsets.UTF_8);
    } catch (CharacterCodingException noText) {
      return content;
    }
  }
}
