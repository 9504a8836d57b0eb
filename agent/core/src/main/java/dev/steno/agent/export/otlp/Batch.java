package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;

/** Entries that are sent together, and which of it has arrived. */
final class Batch {
  /** Servers take 4 MiB of gRPC if they are not told otherwise. */
  private static final long MOST_WEIGHT = 2 << 20;

  private static final int LONGEST = 1 << 18;
  private static final int SHORTEST = 64;

  final List<SpanData> spans = new ArrayList<>();
  final List<LogRecordData> logs = new ArrayList<>();
  private final String first;
  private int size;
  private boolean areSpansSent;

  private Batch(String first) {
    this.first = first;
  }

  /** What makes of entries what is sent. */
  record Making(Spans spans, Events events, Content content, boolean details) {}

  /** The first of those entries, as many as go together. */
  static Batch of(List<Entry> entries, int most, Making making) {
    Batch batch = new Batch(entries.get(0).id());
    long weight = 0;
    for (Entry entry : entries.subList(0, Math.min(most, entries.size()))) {
      int spansBefore = batch.spans.size();
      int logsBefore = batch.logs.size();
      long added = batch.add(entry, making);
      for (int longest = LONGEST; added > MOST_WEIGHT && longest >= SHORTEST; longest /= 4) {
        batch.undo(spansBefore, logsBefore);
        making.content().cutTo(longest);
        added = batch.add(entry, making);
      }
      making.content().cutTo(Integer.MAX_VALUE);
      weight += added;
      if (weight > MOST_WEIGHT && batch.size > 0) {
        batch.undo(spansBefore, logsBefore);
        break;
      }
      batch.size++;
    }
    return batch;
  }

  private long add(Entry entry, Making making) {
    if (entry instanceof Interaction interaction) {
      making.events().remember(interaction);
      long weight = making.spans().add(interaction, spans);
      return making.details() ? weight + making.events().details(interaction, logs) : weight;
    }
    return making.events().add((Event) entry, logs);
  }

  private void undo(int spansBefore, int logsBefore) {
    spans.subList(spansBefore, spans.size()).clear();
    logs.subList(logsBefore, logs.size()).clear();
  }

  /** Whether it is the beginning of those. */
  boolean begins(List<Entry> entries) {
    return entries.size() >= size && entries.get(0).id().equals(first);
  }

  int size() {
    return size;
  }

  boolean areSpansSent() {
    return areSpansSent;
  }

  void spansSent() {
    areSpansSent = true;
  }
}
