package dev.steno.agent.export.agentsight;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import dev.steno.agent.export.Exporter;
import dev.steno.agent.export.http.Answer;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of AgentSight since 0.1: batches of spans. A batch is refused as a whole when a
 * conversation in it is; then it is sent again without that.
 */
final class Ingest implements Exporter {
  private static final String PATH = "/api/ingest/";
  private static final int MOST_SPANS = 512;

  /** What a server in Django reads of a body unless it is told otherwise is a bit more. */
  private static final int MOST_BYTES = 2 << 20;

  private static final int LONGEST_REASON = 1_000;

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int UNPROCESSABLE = 422;

  private final Api api;
  private final Account account;
  private final Extras extras;
  private final String version;
  private final Span.Maker maker;
  private final Places places = new Places();
  private final Settled settled = new Settled();

  /** An entry that has too many spans for one request, and how many of them are there. */
  private @Nullable String partial;

  private int partialSent;
  private int bytesAtOnce = MOST_BYTES;

  Ingest(Api api, Account account, boolean sendsFiles, String version, String instanceId) {
    this.api = api;
    this.account = account;
    this.extras = new Extras(api, sendsFiles);
    this.version = version;
    this.maker = Span.Maker.of(version, instanceId);
  }

  @Override
  public int export(List<Entry> entries) throws DeliveryException {
    account.ask();
    int done = settled.take(entries);
    while (done == 0) {
      Entry first = entries.get(0);
      if (extras.goesAlone(first)) {
        Event event = (Event) first;
        extras.send(event, place(event), account.environment(event.origin()));
        if (event.kind() == Event.Kind.FEEDBACK) {
          return 1;
        }
      }
      sendBatch(entries);
      done = settled.take(entries);
    }
    return done;
  }

  private void sendBatch(List<Entry> entries) throws DeliveryException {
    Batch batch = batch(entries, MOST_SPANS);
    byte[] body = batch.body(version);
    while (body.length > bytesAtOnce && batch.spans() > 1) {
      batch = batch(entries, batch.spans() / 2);
      body = batch.body(version);
    }
    if (batch.spans() == 0) {
      batch.entries().forEach(settled::deliver);
      return;
    }
    Answer answer = api.post(PATH, body, account.gzip());
    if (answer.isSuccess()) {
      delivered(batch);
      return;
    }
    DeliveryException failure = api.refused(PATH, answer, 1);
    if (failure.remedy() != Remedy.SET_ASIDE) {
      throw failure;
    }
    boolean isRead = answer.status() == BAD_REQUEST || answer.status() == UNPROCESSABLE;
    if (answer.status() == TOO_LARGE && batch.spans() > 1) {
      bytesAtOnce = Math.min(bytesAtOnce, body.length) / 2;
    } else if (!isRead || !refuseNamed(batch, answer)) {
      throw refusedOne(entries, batch, failure);
    }
  }

  /** It is about one of them, and nobody knows which; those before the batch are settled. */
  private DeliveryException refusedOne(
      List<Entry> entries, Batch batch, DeliveryException failure) {
    if (entries.get(0).id().equals(partial)) {
      partial = null;
      partialSent = 0;
    }
    int count = entries.indexOf(batch.entries().get(batch.entries().size() - 1)) + 1;
    return new DeliveryException(
        Remedy.SET_ASIDE, String.valueOf(failure.getMessage()), null, count, failure);
  }

  private void delivered(Batch batch) {
    if (batch.isPartial()) {
      partial = batch.entries().get(0).id();
      partialSent += batch.spans();
    } else {
      batch.entries().forEach(settled::deliver);
      partial = null;
      partialSent = 0;
    }
  }

  private void refuse(List<Entry> entries, String why) {
    for (Entry entry : entries) {
      settled.refuse(entry, why);
      if (entry.id().equals(partial)) {
        partial = null;
        partialSent = 0;
      }
    }
  }

  /** Whether the answer names any conversations of it; those are not sent again. */
  private boolean refuseNamed(Batch batch, Answer answer) {
    if (!(Api.read(answer).get("conversations") instanceof List<?> named)) {
      return false;
    }
    List<Batch.Block> blocks = batch.blocks();
    Set<Batch.Block> refused = new HashSet<>();
    for (Object one : named) {
      if (one instanceof Map<?, ?> fields) {
        String errors = Limits.json(fields.get("errors"));
        String why = PATH + " answered " + answer.status() + " for a conversation: " + errors;
        for (Batch.Block block : named(blocks, fields)) {
          refused.add(block);
          refuse(block.entries(), Limits.cut(why, LONGEST_REASON));
        }
      }
    }
    return !refused.isEmpty();
  }

  /** By its number, unless that is another conversation; else by its id. */
  private static List<Batch.Block> named(List<Batch.Block> blocks, Map<?, ?> fields) {
    Object id = fields.get("conversation_id");
    if (fields.get("index") instanceof Number number
        && number.longValue() >= 0
        && number.longValue() < blocks.size()) {
      Batch.Block block = blocks.get(number.intValue());
      if (id == null || id.equals(block.conversation())) {
        return List.of(block);
      }
    }
    return blocks.stream().filter(block -> block.conversation().equals(id)).toList();
  }

  /**
   * Of the first entries that are not settled; of the very first, some spans if it has too many.
   */
  private Batch batch(List<Entry> entries, int mostSpans) {
    Batch batch = new Batch();
    for (Entry entry : entries) {
      if (settled.has(entry)) {
        continue;
      }
      if (extras.goesAlone(entry)) {
        break;
      }
      String conversation = places.of(entry);
      Facts facts = Facts.of(entry, account.environment(entry.origin()));
      List<Span> spans = conversation == null ? List.of() : spans(entry, conversation, facts);
      if (conversation == null || spans.isEmpty()) {
        batch.add(entry);
        continue;
      }
      int begin = entry.id().equals(partial) ? partialSent : 0;
      boolean isWhole = spans.size() - begin <= mostSpans - batch.spans();
      if (isWhole) {
        batch.add(entry, conversation, facts, trees(spans, begin, mostSpans));
      } else if (batch.entries().isEmpty()) {
        batch.addPart(entry, conversation, facts, trees(spans, begin, mostSpans));
      }
      if (!isWhole) {
        break;
      }
    }
    return batch;
  }

  private List<Map<String, @Nullable Object>> trees(List<Span> spans, int begin, int most) {
    List<Map<String, @Nullable Object>> trees = new ArrayList<>();
    for (Span span : spans.subList(begin, Math.min(spans.size(), begin + most))) {
      trees.add(span.tree(maker));
    }
    return trees;
  }

  private String place(Event event) {
    String conversation = places.of(event);
    return conversation == null ? event.id() : conversation;
  }

  private List<Span> spans(Entry entry, String conversation, Facts facts) {
    return entry instanceof Interaction interaction
        ? InteractionSpans.of(interaction, conversation, facts)
        : EventSpans.of((Event) entry, conversation, facts, extras.hasSent(entry));
  }

  @Override
  public void close() {
    api.close();
  }
}
