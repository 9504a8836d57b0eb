package dev.steno.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.wire.Json;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the GenAI conventions require of spans and messages, as a list that is checked. */
final class Semconv {
  private static final Set<String> INTERNAL = Set.of("execute_tool", "invoke_agent", "guardrail");
  private static final List<String> JSON =
      List.of(
          "gen_ai.input.messages",
          "gen_ai.output.messages",
          "gen_ai.system_instructions",
          "gen_ai.tool.definitions");

  private Semconv() {}

  static void check(Span span, boolean isLatest) {
    Map<String, Object> attributes = Backend.map(span.getAttributesList());
    String operation = (String) attributes.get("gen_ai.operation.name");
    assertThat(operation).as("required").isNotEmpty();
    assertThat(span.getTraceId().size()).isEqualTo(16);
    assertThat(span.getSpanId().size()).isEqualTo(8);
    assertThat(span.getEndTimeUnixNano()).isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
    assertThat(span.getKind())
        .isEqualTo(
            INTERNAL.contains(operation)
                ? Span.SpanKind.SPAN_KIND_INTERNAL
                : Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(span.getName()).isEqualTo(name(operation, attributes));
    boolean failed = span.getStatus().getCodeValue() == 2;
    assertThat(attributes.containsKey("error.type")).isEqualTo(failed);
    if (!INTERNAL.contains(operation) && !operation.equals("retrieval")) {
      assertThat(attributes).containsKey("gen_ai.provider.name");
    } else {
      assertThat(attributes)
          .doesNotContainKeys("gen_ai.provider.name", "gen_ai.agent.id", "server.address");
    }
    if (operation.equals("execute_tool")) {
      assertThat(attributes).containsKey("gen_ai.tool.name");
    }
    if (attributes.containsKey("server.port")) {
      assertThat(attributes).containsKey("server.address");
    }
    types(attributes, isLatest);
    for (String name : JSON) {
      if (attributes.containsKey(name)) {
        Object tree = Json.parseContainer((String) attributes.get(name));
        assertThat(tree).as(name).isInstanceOf(List.class);
        checkContent(name, (List<?>) tree, isLatest);
      }
    }
  }

  static void checkContent(String name, List<?> tree, boolean isLatest) {
    for (Object element : tree) {
      Map<?, ?> map = (Map<?, ?>) element;
      switch (name) {
        case "gen_ai.system_instructions" -> part(map);
        case "gen_ai.tool.definitions" ->
            assertThat(map.get("type") instanceof String && map.get("name") instanceof String)
                .isTrue();
        default -> {
          assertThat(map.get("role")).isInstanceOf(String.class);
          ((List<?>) map.get("parts")).forEach(part -> part((Map<?, ?>) part));
          if (name.equals("gen_ai.output.messages") && !isLatest) {
            assertThat(map.get("finish_reason")).isInstanceOf(String.class);
          }
        }
      }
    }
  }

  private static void part(Map<?, ?> part) {
    String type = (String) part.get("type");
    List<String> required =
        switch (type) {
          case "text", "reasoning" -> List.of("content");
          case "tool_call" -> List.of("name");
          case "tool_call_response" -> List.of("response");
          case "blob" -> List.of("modality", "content");
          case "uri" -> List.of("modality", "uri");
          case "file" -> List.of("modality", "file_id");
          case "server_tool_call" -> List.of("name", "server_tool_call");
          case "server_tool_call_response" -> List.of("server_tool_call_response");
          default -> List.of();
        };
    required.forEach(field -> assertThat(part.containsKey(field)).as(type).isTrue());
  }

  private static String name(String operation, Map<String, Object> attributes) {
    Object target =
        switch (operation) {
          case "execute_tool" -> attributes.get("gen_ai.tool.name");
          case "invoke_agent" -> attributes.get("gen_ai.agent.name");
          case "guardrail" -> attributes.get("steno.guardrail.name");
          case "retrieval" -> null;
          default -> attributes.get("gen_ai.request.model");
        };
    return target == null ? operation : operation + " " + target;
  }

  private static void types(Map<String, Object> attributes, boolean isLatest) {
    attributes.forEach(
        (name, value) -> {
          if (name.endsWith("_tokens") || name.endsWith(".seed") || name.endsWith(".port")) {
            assertThat(value).as(name).isInstanceOf(Long.class);
          }
          if (name.endsWith(".temperature") || name.endsWith(".top_p") || name.endsWith("_chunk")) {
            assertThat(value).as(name).isInstanceOf(Double.class);
          }
          if (name.endsWith(".finish_reasons") || name.endsWith(".stop_sequences")) {
            assertThat(value).as(name).isInstanceOf(List.class);
          }
          if (name.equals("gen_ai.request.top_k")) {
            assertThat(value).isInstanceOf(isLatest ? Long.class : Double.class);
          }
        });
    assertThat(attributes.get("gen_ai.request.stream")).isNotEqualTo(false);
  }
}
