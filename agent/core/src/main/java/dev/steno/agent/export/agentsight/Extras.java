package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the newer protocol has requests of their own for: feedback, and the content of files. */
final class Extras {
  private static final String CONVERSATIONS = "/api/conversations/";
  private static final String FEEDBACKS = "/api/feedbacks/";
  private static final int MOST = 10_000;

  private final Api api;
  private final boolean sendsFiles;

  /** Numbers of conversations, by their ids. */
  private final Recent<String, Object> numbers = new Recent<>(MOST);

  /** The file that is there, while what describes it is not. */
  private @Nullable String sent;

  Extras(Api api, boolean sendsFiles) {
    this.api = api;
    this.sendsFiles = sendsFiles;
  }

  /** Whether it has to be sent before it can be in a batch, or is never in one. */
  boolean goesAlone(Entry entry) {
    return entry instanceof Event event
        && (event.kind() == Event.Kind.FEEDBACK
            || (sendsFiles && Files.canBeSent(event) && !hasSent(event)));
  }

  boolean hasSent(Entry entry) {
    return entry.id().equals(sent);
  }

  void send(Event event, String conversation, String environment) throws DeliveryException {
    if (event.kind() == Event.Kind.FEEDBACK) {
      deliver(FEEDBACKS, feedback(event, conversation));
      return;
    }
    Object number = numbers.get(conversation);
    if (number == null) {
      Map<String, @Nullable Object> opening = new LinkedHashMap<>();
      opening.put("conversation_id", conversation);
      opening.put("environment", environment);
      number = Api.read(deliver(CONVERSATIONS, opening)).get("id");
    }
    Map<String, @Nullable Object> file = Files.body(event);
    if (number == null) {
      file.put("conversation_id", conversation);
    } else {
      numbers.put(conversation, number);
      file.put("conversation", String.valueOf(number));
    }
    deliver(Files.PATH, file);
    sent = event.id();
  }

  private static Map<String, @Nullable Object> feedback(Event event, String conversation) {
    Map<String, @Nullable Object> feedback = new LinkedHashMap<>();
    feedback.put("kind", "conversation");
    feedback.put("conversation_id", conversation);
    feedback.put("sentiment", EventFields.sentiment(event));
    Limits.put(feedback, "comment", EventFields.comment(event));
    return feedback;
  }

  private Answer deliver(String path, Map<String, @Nullable Object> body) throws DeliveryException {
    Answer answer = api.post(path, body);
    if (!answer.isSuccess()) {
      throw api.refused(path, answer, 1);
    }
    return answer;
  }
}
