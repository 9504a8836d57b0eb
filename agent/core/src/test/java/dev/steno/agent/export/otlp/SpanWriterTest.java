package dev.steno.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Outcome;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written is what the SDK writes of the same spans. */
class SpanWriterTest {
  private static final Conventions CONVENTIONS = Conventions.LATEST;

  private final Source source = Source.of(Map.of("service.name", "shop"), CONVENTIONS, "1.2");
  private final Spans spans = new Spans(source, CONVENTIONS, new Content(CONVENTIONS));
  private final SpanWriter writer = new SpanWriter();

  private List<SpanData> spans(List<? extends Entry> entries) {
    List<SpanData> data = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Interaction interaction) {
        spans.add(interaction, data);
      }
    }
    return data;
  }

  private void assertSame(List<SpanData> data) throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    TraceRequestMarshaler.create(data).writeBinaryTo(expected);
    writer.write(data);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    writer.writeMessage(written);
    assertThat(writer.getContentLength()).isEqualTo(written.size());
    assertThat(writer.bytes()).isEqualTo(written.toByteArray());
    assertThat(ExportTraceServiceRequest.parseFrom(written.toByteArray()))
        .isEqualTo(ExportTraceServiceRequest.parseFrom(expected.toByteArray()));
  }

  @Test
  void allThatExportersAreGivenInTests() throws IOException {
    List<Entry> all = new ArrayList<>(Entries.turns(10, 3));
    all.addAll(Entries.odd().values());
    all.add(Rich.bare(Outcome.OK, Entries.known()));
    all.add(Rich.bare(Outcome.ERROR, Entries.known()));
    for (Entry entry : all) {
      assertSame(spans(List.of(entry)));
    }
    assertSame(spans(all));
  }

  @Test
  void textsOfAnyLengthAndAlphabet() throws IOException {
    List<Entry> all = new ArrayList<>();
    for (int length = 0; length <= 3_000_000; length = length * 3 + 40) {
      all.add(new Turn("a".repeat(length), "é👋".repeat(length / 4)).build());
    }
    assertSame(spans(all));
    assertSame(spans(all.subList(0, 3)));
  }
}
