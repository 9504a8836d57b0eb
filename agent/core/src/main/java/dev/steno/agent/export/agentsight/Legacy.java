package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.agentsight.LegacySteps.Step;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of AgentSight before 0.1: a conversation is opened, which gives its number; then
 * each message and each action is a request, one after the other.
 */
final class Legacy implements Exporter {
  private static final String CONVERSATIONS = "/api/conversations/";
  private static final int MOST = 10_000;

  /**
   * A conversation that is open there.
   *
   * @param number what it is called there, or null if that was not answered
   * @param used whether it is more than a visit
   */
  private record Open(
      @Nullable Object number, boolean used, @Nullable String customer, @Nullable String name) {
    boolean covers(Facts facts, boolean isUsed) {
      return (used || !isUsed)
          && (facts.customerId() == null || facts.customerId().equals(customer))
          && (facts.name() == null || facts.name().equals(name));
    }
  }

  private final Api api;
  private final Account account;
  private final boolean sendsFiles;
  private final Places places = new Places();
  private final Recent<String, Open> open = new Recent<>(MOST);

  /** The entry that is being sent, and what of it is there. */
  private String current = "";

  private int done;
  private @Nullable DeliveryException refused;

  Legacy(Api api, Account account, boolean sendsFiles) {
    this.api = api;
    this.account = account;
    this.sendsFiles = sendsFiles;
  }

  @Override
  public int export(List<Entry> entries) throws DeliveryException {
    Entry entry = entries.get(0);
    if (!entry.id().equals(current)) {
      current = entry.id();
      done = 0;
      refused = null;
    }
    String conversation = places.of(entry);
    if (conversation != null) {
      send(entry, conversation);
    }
    DeliveryException failure = refused;
    current = "";
    if (failure != null) {
      open.remove(conversation); // perhaps it is not there any more
      throw failure;
    }
    return 1;
  }

  /** What is refused alone does not keep the rest from being sent. */
  private void send(Entry entry, String conversation) throws DeliveryException {
    List<Step> steps =
        entry instanceof Interaction interaction
            ? LegacySteps.of(interaction)
            : LegacyEvents.steps((Event) entry, sendsFiles);
    if (opens(entry, steps)) {
      open(entry, conversation);
    }
    for (Step step : steps.subList(done, steps.size())) {
      Answer answer = post(entry, step, conversation);
      if (!answer.isSuccess()) {
        DeliveryException failure = api.refused(step.path(), answer, 1);
        if (failure.remedy() != Remedy.SET_ASIDE) {
          throw failure;
        }
        refused = refused == null ? failure : refused;
      }
      done++;
    }
  }

  private Answer post(Entry entry, Step step, String conversation) throws DeliveryException {
    Open known = open.get(conversation);
    boolean isFile = step.path().equals(Files.PATH);
    if (isFile && entry instanceof Event event && Files.isLarge(event)) {
      Object number = known == null ? null : known.number;
      if (number != null) { // in a form, a conversation whose number is not known has no name
        return api.post(step.path(), Files.form(event, number));
      }
    }
    return api.post(step.path(), placed(entry, step.body(), conversation));
  }

  /** What is said of a conversation later does not open it. */
  private static boolean opens(Entry entry, List<Step> steps) {
    if (entry instanceof Event event) {
      return switch (event.kind()) {
        case VISIT -> true;
        case FEEDBACK -> false;
        case IDENTIFY, CONVERSATION_END ->
            event.conversationId() != null && !EventFields.ofConversation(event).isEmpty();
        default -> !steps.isEmpty();
      };
    }
    return true;
  }

  private void open(Entry entry, String conversation) throws DeliveryException {
    Facts facts = Facts.of(entry, account.environment(entry.origin()));
    boolean isUsed =
        entry instanceof Interaction interaction
            ? Said.isSpoken(interaction)
            : ((Event) entry).kind() != Event.Kind.VISIT;
    Open known = open.get(conversation);
    if (done > 0 || (known != null && known.covers(facts, isUsed))) {
      return;
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("timestamp", Limits.time(entry.startedAt()));
    body.put("conversation_id", conversation);
    body.put("customer_id", facts.customerId());
    body.put("customer_ip_address", facts.ip());
    body.put("device", facts.device());
    body.put("source", facts.source());
    body.put("language", facts.language());
    body.put("name", facts.name());
    body.put("is_used", isUsed || (known != null && known.used));
    body.put("environment", facts.environment());
    body.put("metadata", facts.metadata().isEmpty() ? null : facts.metadata());
    Answer answer = api.post(CONVERSATIONS, body);
    if (!answer.isSuccess()) {
      current = "";
      throw api.refused(CONVERSATIONS, answer, 1);
    }
    Object number = Api.read(answer).get("id");
    open.put(
        conversation,
        new Open(
            number == null && known != null ? known.number : number,
            isUsed || (known != null && known.used),
            facts.customerId() == null && known != null ? known.customer : facts.customerId(),
            facts.name() == null && known != null ? known.name : facts.name()));
  }

  private Map<String, @Nullable Object> placed(
      Entry entry, Map<String, @Nullable Object> body, String conversation) {
    Map<String, @Nullable Object> placed = new LinkedHashMap<>(body);
    placed.put("conversation_id", conversation);
    boolean byNameOnly = entry instanceof Event event && event.kind() == Event.Kind.FEEDBACK;
    if (!byNameOnly) {
      Open known = open.get(conversation);
      placed.put("conversation", known == null ? null : known.number);
    }
    return placed;
  }

  @Override
  public void close() {
    api.close();
  }
}
