package dev.steno.agent.export.otlp;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Detail;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Usage;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a call is in the conventions: its span's name, kind, status and attributes. */
final class CallFacts {
  static final Set<String> INFERENCE = Set.of("chat", "text_completion", "generate_content");

  /** What the conventions say when there is nothing to say. */
  private static final String OTHER = "_OTHER";

  private static final double NANOS = 1e9;

  private final Conventions conventions;
  private final Content content;

  CallFacts(Conventions conventions, Content content) {
    this.conventions = conventions;
    this.content = content;
  }

  static String name(Call call) {
    Detail detail = call.detail();
    String target = call.requestModel();
    if (detail instanceof Detail.Tool tool) {
      target = toolName(tool);
    } else if (detail instanceof Detail.Agent agent) {
      target = agent.name();
    } else if (detail instanceof Detail.Guardrail guardrail) {
      target = guardrail.name();
    } else if (detail instanceof Detail.Retrieval) {
      target = null;
    }
    return target == null ? call.operation() : call.operation() + " " + target;
  }

  /** The conventions require one. */
  private static String toolName(Detail.Tool tool) {
    String name = tool.name();
    return name == null ? OTHER : name;
  }

  /** Whether it went to a service. */
  static SpanKind kind(Call call) {
    return call.detail() == null || call.detail() instanceof Detail.Retrieval
        ? SpanKind.CLIENT
        : SpanKind.INTERNAL;
  }

  static StatusData status(Outcome outcome, @Nullable Failure failure) {
    return outcome == Outcome.ERROR
        ? StatusData.create(StatusCode.ERROR, failure == null ? null : failure.message())
        : StatusData.unset();
  }

  static @Nullable String errorType(Outcome outcome, @Nullable Failure failure) {
    if (outcome != Outcome.ERROR) {
      return null;
    }
    return failure == null || failure.type().isEmpty() ? OTHER : failure.type();
  }

  void put(Call call, Facts into) {
    into.put("gen_ai.operation.name", call.operation());
    Detail detail = call.detail();
    if (detail == null) {
      model(call, into);
    } else {
      of(detail, into);
      if (call.requestModel() != null) {
        into.put("gen_ai.request.model", call.requestModel());
      }
      content.of(detail, into);
    }
    if (kind(call) == SpanKind.CLIENT) {
      server(call.serverAddress(), call.serverPort(), into);
    }
    into.put("error.type", errorType(call.outcome(), call.failure()));
    own(call, into);
  }

  static String provider(Call call) {
    String provider = call.provider();
    return provider == null ? OTHER : provider;
  }

  static void server(@Nullable String address, @Nullable Integer port, Facts into) {
    into.put("server.address", address);
    if (address != null && port != null) {
      into.put("server.port", Long.valueOf(port));
    }
  }

  private void model(Call call, Facts into) {
    into.put("gen_ai.provider.name", provider(call));
    into.put("gen_ai.request.model", call.requestModel());
    into.put("gen_ai.response.model", call.responseModel());
    into.put("gen_ai.response.id", call.responseId());
    RequestFacts.of(call, conventions, into);
    if (call.operation().equals("embeddings")) {
      RequestFacts.ofEmbeddings(call, into);
    }
    if ("openai".equals(call.provider()) || "azure.ai.openai".equals(call.provider())) {
      RequestFacts.ofOpenAi(call, into);
    }
    List<String> reasons = call.finishReasons();
    boolean isCutOff = reasons.isEmpty() && call.outcome() != Outcome.OK;
    if (INFERENCE.contains(call.operation())) {
      into.put("gen_ai.response.finish_reasons", isCutOff ? List.of("error") : reasons);
    }
    Long firstChunk = call.timeToFirstChunkNanos();
    if (firstChunk != null) {
      into.put("gen_ai.response.time_to_first_chunk", Double.valueOf(firstChunk / NANOS));
    }
    usage(call.usage(), true, into);
    Cost cost = call.cost();
    if (cost != null) {
      into.put("gen_ai.usage.cost", Double.valueOf(cost.usd().doubleValue()));
      into.put("steno.cost.prices", cost.prices());
    }
    content.ofModel(call, into);
  }

  /** The counts; those of the cache and of single modalities where the conventions have them. */
  void usage(@Nullable Usage usage, boolean all, Facts into) {
    if (usage == null) {
      return;
    }
    into.put("gen_ai.usage.input_tokens", usage.inputTokens());
    into.put("gen_ai.usage.output_tokens", usage.outputTokens());
    if (!all) {
      return;
    }
    into.put("gen_ai.usage.cache_read.input_tokens", usage.cacheReadInputTokens());
    into.put(conventions.cacheWriteKey(), usage.cacheWriteInputTokens());
    into.put("gen_ai.usage.reasoning.output_tokens", usage.reasoningOutputTokens());
    usage.billed().forEach((what, count) -> into.put(billed(what), count));
  }

  private String billed(dev.steno.agent.model.Billed what) {
    String name =
        switch (what) {
          case AUDIO_INPUT_TOKENS -> "audio.input_tokens";
          case IMAGE_INPUT_TOKENS -> "image.input_tokens";
          case AUDIO_OUTPUT_TOKENS -> "audio.output_tokens";
          case IMAGE_OUTPUT_TOKENS -> "image.output_tokens";
          case CACHE_READ_AUDIO_INPUT_TOKENS -> "audio.cache_read.input_tokens";
          case CACHE_READ_IMAGE_INPUT_TOKENS -> "image.cache_read.input_tokens";
          default -> null;
        };
    return name == null || conventions == Conventions.V1_41
        ? "steno.usage." + what.json()
        : "gen_ai.usage." + name;
  }

  private static void of(Detail detail, Facts into) {
    if (detail instanceof Detail.Tool tool) {
      into.put("gen_ai.tool.name", toolName(tool));
      into.put("gen_ai.tool.type", "function");
      into.put("gen_ai.tool.call.id", tool.callId());
      if ("mcp".equals(tool.type())) {
        into.put("mcp.method.name", "tools/call");
      }
      if (!"measured".equals(tool.latencySource())) {
        into.put("steno.latency.source", tool.latencySource());
      }
    } else if (detail instanceof Detail.Agent agent) {
      into.put("gen_ai.agent.name", agent.name());
      agent.properties().forEach((name, value) -> into.any("steno.property." + name, value));
    } else if (detail instanceof Detail.Guardrail guardrail) {
      into.put("steno.guardrail.name", guardrail.name());
    } else if (detail instanceof Detail.Retrieval retrieval && retrieval.documents() != null) {
      into.put("steno.retrieval.document_count", Long.valueOf(retrieval.documents().size()));
    }
  }

  /** What the conventions have no name for. */
  private void own(Call call, Facts into) {
    into.put("steno.call.id", call.id());
    if (call.outcome() != Outcome.OK) {
      into.put("steno.outcome", call.outcome().json());
    }
    if (call.attempts() > 1) {
      into.put("steno.attempts", Long.valueOf(call.attempts()));
    }
    if (call.httpStatus() != null) {
      into.put("http.response.status_code", Long.valueOf(call.httpStatus()));
    }
    into.put("steno.request.id", call.requestId());
    if (call.truncated() || content.cuts()) {
      into.put("steno.truncated", true);
    }
    if (call.detail() == null) {
      call.result().forEach((name, value) -> into.any("steno.result." + name, value));
    }
  }
}
