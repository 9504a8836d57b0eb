package dev.steno.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.steno.agent.config.Destinations.Otlp;
import dev.steno.agent.config.Destinations.Signal;
import dev.steno.agent.export.Entries;
import dev.steno.agent.export.Turn;
import dev.steno.agent.export.VendorServer.Reply;
import dev.steno.agent.export.VirtualSender;
import dev.steno.agent.model.Entry;
import dev.steno.agent.model.Event;
import dev.steno.agent.model.Interaction;
import dev.steno.agent.model.Origin;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.wire.Json;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at a backend over HTTP, read by OpenTelemetry's own definitions. */
class OtlpExporterTest {
  private final Backend backend = new Backend();

  @AfterEach
  void stop() {
    backend.close();
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private Map<String, Span> spansByName() {
    Map<String, Span> spans = new HashMap<>();
    backend.spans().forEach(span -> spans.put(span.getName(), span));
    return spans;
  }

  @Test
  void aSingleCallIsTheOnlySpan() {
    backend.send("latest", Rich.bare(Outcome.OK, Entries.known()));
    assertThat(backend.spans()).hasSize(1);
    Span span = backend.spans().get(0);
    Semconv.check(span, true);
    assertThat(span.getName()).isEqualTo("chat gpt-4o");
    assertThat(hex(span.getTraceId())).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(hex(span.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1_795_209_409_382_645_000L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1_795_209_410_362_745_000L);
    Map<String, Object> attributes = Backend.map(span.getAttributesList());
    assertThat(attributes)
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "gpt-4o")
        .containsEntry("gen_ai.response.model", "gpt-4o-2024-08-06")
        .containsEntry("gen_ai.response.id", "chatcmpl-1")
        .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
        .containsEntry("gen_ai.response.time_to_first_chunk", 0.2104)
        .containsEntry("gen_ai.request.stream", true)
        .containsEntry("gen_ai.request.temperature", 0.2)
        .containsEntry("gen_ai.request.top_p", 1.0)
        .containsEntry("gen_ai.request.top_k", 40L)
        .containsEntry("gen_ai.request.max_tokens", 128L)
        .containsEntry("gen_ai.request.seed", 7L)
        .containsEntry("gen_ai.request.stop_sequences", List.of("END"))
        .containsEntry("gen_ai.request.choice.count", 2L)
        .containsEntry("gen_ai.request.reasoning.level", "low")
        .containsEntry("gen_ai.output.type", "json")
        .containsEntry("openai.request.service_tier", "flex")
        .containsEntry("openai.api.type", "chat_completions")
        .containsEntry("server.address", "api.openai.com")
        .containsEntry("server.port", 443L)
        .containsEntry("gen_ai.usage.input_tokens", 1_000L)
        .containsEntry("gen_ai.usage.output_tokens", 50L)
        .containsEntry("gen_ai.usage.cache_read.input_tokens", 400L)
        .containsEntry("gen_ai.usage.cache_write.input_tokens", 100L)
        .containsEntry("gen_ai.usage.reasoning.output_tokens", 20L)
        .containsEntry("gen_ai.usage.audio.input_tokens", 30L)
        .containsEntry("gen_ai.usage.cost", 0.0125)
        .containsEntry("gen_ai.conversation.id", Entries.id(1_000_000))
        .containsEntry("session.id", "session-1")
        .containsEntry("user.id", "user-1")
        .containsEntry("enduser.id", "user-1")
        .containsEntry("device.id", "device-1")
        .containsEntry("client.address", "203.0.113.7")
        .containsEntry("deployment.environment.name", "production")
        .containsEntry("steno.property.tenant", "acme");
    assertThat(attributes.get("gen_ai.input.messages"))
        .isEqualTo(
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"hi\"},"
                + blob(attributes)
                + "],\"name\":\"ann\"},"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"tool_call\",\"id\":\"c1\","
                + "\"name\":\"search\",\"arguments\":{\"q\":\"x\"}}]},"
                + "{\"role\":\"tool\",\"parts\":[{\"type\":\"tool_call_response\",\"id\":\"c1\","
                + "\"response\":\"found\"}]}]");
    assertThat(attributes.get("gen_ai.output.messages"))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"hello\"}],"
                + "\"finish_reason\":\"stop\"}]");
    assertThat(attributes.get("gen_ai.system_instructions"))
        .isEqualTo("[{\"type\":\"text\",\"content\":\"be kind\"}]");
    assertThat(attributes.get("gen_ai.tool.definitions"))
        .isEqualTo(
            "[{\"type\":\"function\",\"name\":\"search\",\"description\":\"finds\","
                + "\"parameters\":{\"a\":1}},"
                + "{\"type\":\"function\",\"name\":\"lookup\",\"parameters\":{\"b\":2}},"
                + "{\"type\":\"function\",\"name\":\"gemini\"},"
                + "{\"type\":\"function\",\"name\":\"nova\",\"parameters\":{}},"
                + definition(attributes)
                + "]");
  }

  /** Maps of more than one key are in any order. */
  private static String blob(Map<String, Object> attributes) {
    String messages = (String) attributes.get("gen_ai.input.messages");
    int from = messages.indexOf("{\"type\":\"blob_digest\"");
    assertThat(from).isPositive();
    return messages.substring(from, messages.indexOf('}', from) + 1);
  }

  private static String definition(Map<String, Object> attributes) {
    String definitions = (String) attributes.get("gen_ai.tool.definitions");
    String last = definitions.substring(definitions.lastIndexOf('{'), definitions.length() - 1);
    assertThat(last).contains("\"type\":\"googleSearch\"", "\"name\":\"googleSearch\"");
    return last;
  }

  @Test
  void anAgentsCallsAreInsideOfIt() {
    Interaction interaction = Rich.agent(Origin.UNKNOWN);
    backend.send("latest", interaction);
    backend.spans().forEach(span -> Semconv.check(span, true));
    Map<String, Span> spans = spansByName();
    assertThat(new TreeSet<>(spans.keySet()))
        .containsExactly(
            "chat gpt-4o",
            "embeddings text-embedding-3-small",
            "execute_tool search",
            "invoke_agent support-bot",
            "invoke_agent writer",
            "retrieval");
    Span root = spans.get("invoke_agent support-bot");
    assertThat(root.getParentSpanId().isEmpty()).isTrue();
    assertThat(hex(root.getTraceId())).isEqualTo(interaction.id().replace("-", ""));
    assertThat(spans.values()).allMatch(span -> span.getTraceId().equals(root.getTraceId()));
    for (String child : List.of("execute_tool search", "invoke_agent writer", "retrieval")) {
      assertThat(spans.get(child).getParentSpanId()).isEqualTo(root.getSpanId());
    }
    assertThat(spans.get("embeddings text-embedding-3-small").getParentSpanId())
        .isEqualTo(spans.get("retrieval").getSpanId());
    List<ByteString> chats =
        backend.spans().stream()
            .filter(span -> span.getName().equals("chat gpt-4o"))
            .map(Span::getParentSpanId)
            .toList();
    assertThat(chats)
        .containsExactly(root.getSpanId(), spans.get("invoke_agent writer").getSpanId());
    Map<String, Object> ofRoot = Backend.map(root.getAttributesList());
    assertThat(ofRoot)
        .containsEntry("gen_ai.agent.name", "support-bot")
        .containsEntry("gen_ai.request.model", "gpt-4o")
        .containsEntry("gen_ai.usage.input_tokens", 1_000L)
        .containsEntry("steno.property.tenant", "acme")
        .containsEntry("session.id", interaction.conversationId())
        .doesNotContainKeys("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cost", "user.id");
    assertThat(Backend.map(spans.get("execute_tool search").getAttributesList()))
        .containsEntry("gen_ai.tool.name", "search")
        .containsEntry("gen_ai.tool.type", "function")
        .containsEntry("gen_ai.tool.call.id", "call_1")
        .containsEntry("gen_ai.tool.call.arguments", "{\"q\":\"x\"}")
        .containsEntry("gen_ai.tool.call.result", "[\"found\"]")
        .containsEntry("gen_ai.agent.name", "support-bot");
    assertThat(Backend.map(spans.get("retrieval").getAttributesList()))
        .containsEntry("gen_ai.retrieval.query.text", "q")
        .containsEntry(
            "gen_ai.retrieval.documents", "[{\"id\":\"d1\",\"score\":0.5,\"content\":\"text\"}]");
    assertThat(Backend.map(spans.get("invoke_agent writer").getAttributesList()))
        .containsEntry(
            "gen_ai.input.messages",
            "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"write\"}]}]");
  }

  @Test
  void whatFailedSaysWhy() {
    backend.send("latest", Rich.bare(Outcome.ERROR, Origin.UNKNOWN));
    Span span = backend.spans().get(0);
    Semconv.check(span, true);
    assertThat(span.getStatus().getMessage()).isEqualTo("slow down");
    assertThat(Backend.map(span.getAttributesList()))
        .containsEntry("error.type", "rate_limit_exceeded")
        .containsEntry("gen_ai.response.finish_reasons", List.of("error"))
        .containsEntry("steno.outcome", "error");
    HistogramDataPoint point = point("gen_ai.client.inference.duration");
    assertThat(Backend.map(point.getAttributesList()))
        .containsEntry("error.type", "rate_limit_exceeded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "1.41"})
  void everyOddRecordIsWhatTheConventionsWant(String semconv) {
    Entries.odd()
        .forEach(
            (what, interaction) -> {
              backend.server.reset();
              backend.send(semconv, interaction);
              assertThat(backend.spans()).as(what).isNotEmpty();
              backend.spans().forEach(span -> Semconv.check(span, semconv.equals("latest")));
            });
    assertThat(backend.said()).isEmpty();
  }

  @Test
  void theVersionBeforeHasItsNames() {
    backend.send("1.41", Rich.bare(Outcome.OK, Origin.UNKNOWN));
    assertThat(backend.traceRequests().get(0).getResourceSpans(0).getScopeSpans(0).getSchemaUrl())
        .isEqualTo("https://opentelemetry.io/schemas/1.41.0");
    Semconv.check(backend.spans().get(0), false);
    assertThat(Backend.map(backend.spans().get(0).getAttributesList()))
        .containsEntry("gen_ai.usage.cache_creation.input_tokens", 100L)
        .containsEntry("gen_ai.request.top_k", 40.0)
        .doesNotContainKeys(
            "gen_ai.usage.cache_write.input_tokens", "gen_ai.request.reasoning.level");
    Map<String, Metric> metrics = backend.metrics();
    assertThat(metrics.keySet())
        .containsExactlyInAnyOrder(
            "gen_ai.client.operation.duration",
            "gen_ai.client.operation.time_to_first_chunk",
            "gen_ai.client.token.usage");
    Metric tokens = metrics.get("gen_ai.client.token.usage");
    assertThat(tokens.getUnit()).isEqualTo("{token}");
    assertThat(tokens.getHistogram().getDataPointsList()).hasSize(2);
    assertThat(tokens.getHistogram().getDataPoints(0).getExplicitBoundsList())
        .startsWith(1.0, 4.0, 16.0, 64.0)
        .endsWith(16777216.0, 67108864.0)
        .hasSize(14);
    assertThat(Backend.map(tokens.getHistogram().getDataPoints(0).getAttributesList()))
        .containsEntry("gen_ai.token.type", "input")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.operation.name", "chat");
  }

  private HistogramDataPoint point(String metric) {
    return backend.metrics().get(metric).getHistogram().getDataPoints(0);
  }

  @Test
  void metricsAreThoseOfTheConventions() {
    backend.send("latest", Rich.agent(Origin.UNKNOWN));
    Map<String, Metric> metrics = backend.metrics();
    assertThat(new TreeSet<>(metrics.keySet()))
        .containsExactly(
            "gen_ai.client.inference.duration",
            "gen_ai.client.inference.operation.input_tokens",
            "gen_ai.client.inference.operation.output_tokens",
            "gen_ai.client.inference.time_to_first_chunk",
            "gen_ai.client.inference.usage.cache_read.input_tokens",
            "gen_ai.client.inference.usage.cache_write.input_tokens",
            "gen_ai.client.inference.usage.input_tokens",
            "gen_ai.client.inference.usage.output_tokens",
            "gen_ai.client.inference.usage.reasoning.output_tokens",
            "gen_ai.client.operation.duration",
            "gen_ai.execute_tool.duration",
            "gen_ai.invoke_agent.duration",
            "gen_ai.invoke_agent.inference_calls",
            "gen_ai.invoke_agent.tool_calls");
    HistogramDataPoint duration = point("gen_ai.client.inference.duration");
    assertThat(duration.getExplicitBoundsList())
        .containsExactly(
            0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    assertThat(duration.getCount()).isEqualTo(2);
    assertThat(duration.getBucketCounts(7)).isEqualTo(2);
    assertThat(duration.getSum()).isEqualTo(1.9602);
    assertThat(metrics.get("gen_ai.client.inference.duration").getUnit()).isEqualTo("s");
    assertThat(Backend.map(duration.getAttributesList()))
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.provider.name", "openai")
        .containsEntry("gen_ai.request.model", "gpt-4o")
        .containsEntry("gen_ai.response.model", "gpt-4o-2024-08-06")
        .containsEntry("server.address", "api.openai.com")
        .containsEntry("server.port", 443L);
    Metric input = metrics.get("gen_ai.client.inference.usage.input_tokens");
    assertThat(input.getSum().getIsMonotonic()).isTrue();
    assertThat(input.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    Map<Object, Long> byModality = new HashMap<>();
    input
        .getSum()
        .getDataPointsList()
        .forEach(
            one ->
                byModality.put(
                    Backend.map(one.getAttributesList()).get("gen_ai.token.modality"),
                    one.getAsInt()));
    assertThat(byModality).isEqualTo(Map.of("audio", 60L, "unknown", 1_940L));
    assertThat(point("gen_ai.invoke_agent.duration").getExplicitBoundsList())
        .startsWith(0.1, 0.2, 0.4, 0.8, 1.6)
        .endsWith(204.8, 409.6);
    assertThat(point("gen_ai.invoke_agent.tool_calls").getExplicitBoundsList())
        .containsExactly(1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0);
    assertThat(metrics.get("gen_ai.invoke_agent.tool_calls").getUnit()).isEqualTo("{tool_call}");
    Map<Object, Double> calls = new HashMap<>();
    metrics
        .get("gen_ai.invoke_agent.inference_calls")
        .getHistogram()
        .getDataPointsList()
        .forEach(
            one ->
                calls.put(
                    Backend.map(one.getAttributesList()).get("gen_ai.agent.name"), one.getSum()));
    assertThat(calls).isEqualTo(Map.of("support-bot", 1.0, "writer", 1.0));
  }

  @Test
  void metricsThatDidNotArriveGoWithTheNext() {
    VirtualSender sender = backend.sender(backend.settings("1.41", false));
    backend.server.plan(
        request -> request.path().equals("/v1/metrics") ? Reply.of(503, "later, my dear") : null);
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    sender.sendAll();
    sender.pass(Duration.ofMinutes(2));
    sender.turn();
    assertThat(backend.metrics()).isEmpty();
    assertThat(backend.said())
        .contains("keeps its metrics for the next time", "503")
        .doesNotContain("my dear");
    assertThat(sender.counted()).contains("delivered.vendor=1 dropped=0");
    backend.server.plan(request -> null);
    sender.offer(List.of(Rich.agent(Origin.UNKNOWN)));
    sender.sendAll();
    sender.pass(Duration.ofMinutes(2));
    sender.turn();
    long first = 0;
    for (HistogramDataPoint point :
        backend.metrics().get("gen_ai.client.token.usage").getHistogram().getDataPointsList()) {
      first += point.getCount();
    }
    assertThat(first).isEqualTo(7);
    backend.server.reset();
    sender.pass(Duration.ofMinutes(2));
    sender.turn();
    assertThat(backend.metrics()).isEmpty();
  }

  @Test
  void cumulativeMetricsTellAllSinceTheStart() {
    VirtualSender sender = backend.sender(backend.settings("1.41", true));
    for (int i = 1; i <= 3; i++) {
      backend.server.reset();
      sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
      sender.sendAll();
      sender.pass(Duration.ofMinutes(2));
      sender.turn();
      Metric metric = backend.metrics().get("gen_ai.client.operation.duration");
      assertThat(metric.getHistogram().getAggregationTemporality())
          .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
      assertThat(metric.getHistogram().getDataPoints(0).getCount()).isEqualTo(i);
    }
  }

  @Test
  void eachCallCountsOnceHoweverOftenItIsSent() {
    List<String> paths = new ArrayList<>();
    backend.server.plan(
        request -> {
          paths.add(request.path());
          return paths.size() < 6 ? Reply.of(paths.size() % 2 == 0 ? 503 : 413, "no") : null;
        });
    VirtualSender sender = backend.sender(backend.settings("1.41", false));
    List<Entry> entries = Entries.turns(16, 2);
    sender.offer(entries);
    sender.sendAll();
    sender.pass(Duration.ofMinutes(2));
    sender.turn();
    assertThat(sender.counted()).contains("dropped=0");
    long counted = 0;
    for (HistogramDataPoint point :
        backend
            .metrics()
            .get("gen_ai.client.operation.duration")
            .getHistogram()
            .getDataPointsList()) {
      counted += point.getCount();
    }
    assertThat(counted).isEqualTo(16);
  }

  @Test
  void aLogThatIsNotTakenTakesNothingElseWithIt() {
    backend.server.plan(
        request ->
            request.path().equals("/v1/logs") && request.text().contains("session.start")
                ? Reply.of(400, "no such event")
                : null);
    List<Entry> entries = new ArrayList<>(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    entries.addAll(Entries.events());
    VirtualSender sender = backend.send("latest", entries.toArray(new Entry[0]));
    assertThat(backend.spans()).hasSize(1);
    assertThat(backend.logs()).hasSize(Entries.events().size());
    assertThat(backend.health.summary()).contains("rejected.logs_not_taken.otlp=1");
    assertThat(backend.said().lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("lost 1 of its logs", " answered ")
        .doesNotContain("no such event");
    assertThat(sender.counted()).contains("dropped=0");
  }

  @Test
  void callsAreEventsIfAskedFor() {
    backend.send("latest", Rich.bare(Outcome.OK, Entries.known()));
    assertThat(backend.logs()).hasSize(1);
    LogRecord event = backend.logs().get(0);
    assertThat(event.getEventName()).isEqualTo("gen_ai.client.inference.operation.details");
    assertThat(event.getSeverityNumberValue()).isEqualTo(5);
    assertThat(event.getSpanId()).isEqualTo(backend.spans().get(0).getSpanId());
    assertThat(event.getTraceId()).isEqualTo(backend.spans().get(0).getTraceId());
    Map<String, Object> attributes = Backend.map(event.getAttributesList());
    assertThat(attributes)
        .containsEntry("gen_ai.request.model", "gpt-4o")
        .containsEntry("gen_ai.usage.input_tokens", 1_000L)
        .containsEntry(
            "gen_ai.output.messages",
            List.of(
                Map.of(
                    "role",
                    "assistant",
                    "parts",
                    List.of(Map.of("type", "text", "content", "hello")),
                    "finish_reason",
                    "stop")));
    Semconv.checkContent(
        "gen_ai.input.messages", (List<?>) attributes.get("gen_ai.input.messages"), true);
  }

  private static Event aboutIt(Event feedback, Interaction about) {
    return new Event(
        feedback.id(),
        feedback.kind(),
        about.conversationId(),
        about.id(),
        feedback.startedAt(),
        Origin.UNKNOWN,
        null,
        feedback.fields(),
        null);
  }

  @Test
  void whatTheApplicationToldIsEvents() {
    Interaction about = Rich.agent(Entries.known());
    Event feedback = (Event) Entries.events().get(Event.Kind.FEEDBACK.ordinal());
    List<Entry> entries = new ArrayList<>(List.of(about, aboutIt(feedback, about)));
    entries.addAll(Entries.events());
    entries.addAll(Entries.bareEvents());
    backend.send("latest", entries.toArray(new Entry[0]));
    Map<String, LogRecord> logs = new HashMap<>();
    backend.logs().forEach(one -> logs.putIfAbsent(one.getEventName(), one));
    assertThat(logs.keySet())
        .contains(
            "gen_ai.evaluation.result",
            "session.start",
            "session.end",
            "steno.visit",
            "steno.identify",
            "steno.button",
            "steno.event",
            "steno.human_message");
    LogRecord evaluation = logs.get("gen_ai.evaluation.result");
    assertThat(Backend.map(evaluation.getAttributesList()))
        .containsEntry("gen_ai.evaluation.name", "user_feedback")
        .containsEntry("gen_ai.evaluation.score.label", "positive")
        .containsEntry("gen_ai.evaluation.explanation", "nice")
        .containsEntry("gen_ai.conversation.id", about.conversationId())
        .containsEntry("steno.interaction.id", about.id());
    Span root = spansByName().get("invoke_agent support-bot");
    assertThat(evaluation.getSpanId()).isEqualTo(root.getSpanId());
    assertThat(evaluation.getTraceId()).isEqualTo(root.getTraceId());
    assertThat(Backend.map(logs.get("steno.button").getAttributesList()))
        .containsEntry("steno.label", "Buy")
        .containsEntry("steno.value", "1");
  }

  @Test
  void aPropertyOfBothIsThereOnce() {
    Origin origin = Entries.known();
    Turn turn = new Turn("hi", "hello").property("tenant", "of the turn").from(origin);
    backend.send("latest", turn.build());
    assertThat(Backend.map(backend.spans().get(0).getAttributesList()))
        .containsEntry("steno.property.tenant", origin.properties().get("tenant"));
  }

  @Test
  void whatIsToldInAnotherProcessIsToldOfTheSameSpan() {
    Event feedback = (Event) Entries.events().get(Event.Kind.FEEDBACK.ordinal());
    for (Interaction about :
        List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN), Rich.agent(Origin.UNKNOWN))) {
      int before = backend.spans().size();
      backend.send("latest", about);
      backend.send("latest", aboutIt(feedback, about));
      Span outermost =
          backend.spans().stream()
              .skip(before)
              .filter(span -> span.getParentSpanId().isEmpty())
              .findFirst()
              .orElseThrow();
      LogRecord told = backend.logs().get(backend.logs().size() - 1);
      assertThat(told.getSpanId()).isEqualTo(outermost.getSpanId());
      assertThat(told.getTraceId()).isEqualTo(outermost.getTraceId());
    }
  }

  @Test
  void aResourceSaysWhereItComesFrom() {
    backend.send("latest", Rich.bare(Outcome.OK, Origin.UNKNOWN));
    ExportTraceServiceRequest request = backend.traceRequests().get(0);
    assertThat(Backend.map(request.getResourceSpans(0).getResource().getAttributesList()))
        .containsEntry("service.name", "shop")
        .containsEntry("telemetry.sdk.language", "java")
        .containsEntry("telemetry.distro.name", "steno")
        .containsEntry("telemetry.distro.version", "1.2.3")
        .containsKeys("service.instance.id", "process.pid");
    assertThat(request.getResourceSpans(0).getScopeSpans(0).getScope().getName())
        .isEqualTo("dev.steno");
    assertThat(request.getResourceSpans(0).getScopeSpans(0).getSchemaUrl())
        .isEqualTo("https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev");
    assertThat(backend.taken("/v1/traces").get(0).headers())
        .containsEntry("content-type", "application/x-protobuf")
        .containsEntry("x-key", "k")
        .hasEntrySatisfying(
            "user-agent",
            agent -> assertThat(agent).startsWith("Steno/1.2.3 OTel-OTLP-Exporter-Java/"));
  }

  @Test
  void itIsCompressedIfAskedFor() throws IOException {
    Signal plain = backend.signal("/v1/traces");
    Signal gzip =
        new Signal(plain.endpoint(), false, plain.headers(), 10_000, true, null, null, null);
    VirtualSender sender =
        backend.sender(new Otlp(gzip, null, null, false, "latest", false, 60_000, Map.of()));
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    sender.sendAll();
    assertThat(sender.counted()).contains("delivered.vendor=1 ");
    assertThat(backend.taken("/v1/traces").get(0).headers())
        .containsEntry("content-encoding", "gzip");
    byte[] body = backend.taken("/v1/traces").get(0).body();
    if (body[0] == 0x1f) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    assertThat(ExportTraceServiceRequest.parseFrom(body).getResourceSpansCount()).isEqualTo(1);
  }

  @Test
  void whatIsTakenInPartIsCountedAndSaidOnce() {
    String body =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(3)
                    .setErrorMessage("too old"))
            .build()
            .toByteString()
            .toStringUtf8();
    backend.server.plan(
        request -> request.path().equals("/v1/traces") ? Reply.of(200, body) : null);
    VirtualSender sender = backend.send("latest", Rich.bare(Outcome.OK, Origin.UNKNOWN));
    sender.offer(List.of(Rich.agent(Origin.UNKNOWN)));
    sender.sendAll();
    assertThat(sender.counted()).contains("delivered.vendor=7 dropped=0");
    assertThat(backend.health.summary()).contains("rejected.spans_not_taken.otlp=6");
    assertThat(backend.said().lines())
        .singleElement()
        .asString()
        .contains("not let have 3 of its spans", "answered 200")
        .doesNotContain("too old");
    assertThat(backend.health.errors().last())
        .singleElement()
        .asString()
        .contains("not let have 3 of its spans", "too old");
  }

  @Test
  void aSignalThatTheBackendDoesNotKnowIsSentNoMore() {
    backend.server.plan(
        request -> request.path().equals("/v1/traces") ? null : Reply.of(404, "not here"));
    VirtualSender sender = backend.send("latest", Rich.bare(Outcome.OK, Origin.UNKNOWN));
    sender.offer(List.of(Rich.agent(Origin.UNKNOWN)));
    sender.offer(Entries.events());
    sender.sendAll();
    sender.pass(Duration.ofMinutes(2));
    sender.turn();
    assertThat(backend.server.requests())
        .filteredOn(request -> request.path().equals("/v1/logs"))
        .hasSize(1);
    assertThat(backend.server.requests())
        .filteredOn(request -> request.path().equals("/v1/metrics"))
        .hasSize(1);
    assertThat(backend.said().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("sends no more") && line.contains("404"))
        .noneMatch(line -> line.contains("not here"));
    assertThat(sender.counted()).contains("dropped=0");
  }

  @Test
  void spansThatArrivedAreNotSentAgainForTheLogs() {
    List<String> paths = new ArrayList<>();
    backend.server.plan(
        request -> {
          paths.add(request.path());
          return paths.size() == 2 ? Reply.of(503, "later") : null;
        });
    VirtualSender sender = backend.sender(backend.settings("latest", false));
    sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
    sender.sendAll();
    assertThat(paths).containsExactly("/v1/traces", "/v1/logs", "/v1/logs");
  }

  @Test
  void nothingIsSaidInTheApplicationsLog() {
    List<String> records = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(java.util.logging.LogRecord one) {
            records.add(one.getLoggerName() + ": " + one.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      for (int status : new int[] {400, 401, 404, 429, 500}) {
        backend.server.plan(request -> Reply.of(status, "no"));
        VirtualSender sender = backend.sender(backend.settings("latest", false));
        sender.offer(List.of(Rich.bare(Outcome.OK, Origin.UNKNOWN)));
        sender.turn();
        sender.finish();
      }
    } finally {
      root.removeHandler(handler);
    }
    assertThat(records).filteredOn(one -> one.contains("telemetry")).isEmpty();
  }

  @Test
  void jsonOfMessagesIsAlwaysWhole() {
    backend.send("latest", Entries.odd().get("huge"), Entries.odd().get("unicode"));
    for (Span span : backend.spans()) {
      Object messages = Backend.map(span.getAttributesList()).get("gen_ai.input.messages");
      assertThat(Json.parseContainer((String) messages)).isNotNull();
    }
  }

  @Test
  void whatIsTooLargeForOneRequestIsCut() {
    String text = "\ud83d\udc4b".repeat(4 << 20);
    Interaction huge =
        new Turn(text, "hello").call(Rich.chat(2, Outcome.OK)).property("tenant", "acme").build();
    VirtualSender sender = backend.send("latest", Rich.bare(Outcome.OK, Origin.UNKNOWN), huge);
    assertThat(sender.counted()).contains("delivered.vendor=2 dropped=0");
    assertThat(backend.taken("/v1/traces")).allMatch(one -> one.body().length < (4 << 20));
    Map<String, Object> attributes =
        Backend.map(spansByName().get("invoke_agent").getAttributesList());
    assertThat(attributes).containsEntry("steno.truncated", true);
    String messages = (String) attributes.get("gen_ai.input.messages");
    assertThat(messages.length()).isGreaterThan(200_000);
    assertThat(Json.parseContainer(messages)).isNotNull();
    assertThat(messages).doesNotContain("\ufffd", "?");
    assertThat(Backend.map(backend.spans().get(0).getAttributesList()))
        .doesNotContainKey("steno.truncated");
  }

  @Test
  void idsAreTheSameWhenItIsSentAgain() {
    backend.send("latest", Rich.agent(Origin.UNKNOWN));
    List<ByteString> first = backend.spans().stream().map(Span::getSpanId).toList();
    backend.server.reset();
    backend.send("latest", Rich.agent(Origin.UNKNOWN));
    assertThat(backend.spans().stream().map(Span::getSpanId)).isEqualTo(first);
    assertThat(first).doesNotHaveDuplicates();
  }
}
