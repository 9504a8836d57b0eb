package dev.steno.agent.wire;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Message;
import dev.steno.agent.model.Outcome;
import dev.steno.agent.model.Part;
import dev.steno.agent.model.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A call while it is read: formats write into it what they find. */
final class CallBuilder {
  private static final int ROOM = 64;
  private static final int MAX_NAME = 256;

  /** Set by a format whose endpoint serves several operations. */
  @Nullable String operation;

  @Nullable String requestModel;
  @Nullable String responseModel;
  @Nullable String responseId;
  boolean streamRequested;
  boolean streaming;
  final Map<String, @Nullable Object> request = new LinkedHashMap<>();
  final List<Part> systemInstructions = new ArrayList<>();
  final List<Message> input = new ArrayList<>();
  final List<Message> output = new ArrayList<>();
  final List<Object> toolDefinitions = new ArrayList<>();
  final TreeMap<Integer, Choice> choices = new TreeMap<>();
  final Map<String, @Nullable Object> result = new LinkedHashMap<>();
  @Nullable Usage usage;
  @Nullable Failure failure;
  @Nullable Integer status;
  @Nullable String requestId;
  boolean terminal;
  boolean truncated;

  private final Set<String> instrumentationsBelow = new LinkedHashSet<>();
  private @Nullable String hostBelow;
  private @Nullable Integer portBelow;
  private Budget kept = new Budget(0);

  /** A layer below made a request to that server. */
  void below(String instrumentation, @Nullable String host, @Nullable Integer port) {
    instrumentationsBelow.add(instrumentation);
    if (host != null) {
      hostBelow = host;
      portBelow = port;
    }
  }

  /** What may be kept of the answer. */
  Budget kept() {
    return kept;
  }

  void keep(Budget budget) {
    kept = budget;
  }

  /** Whether there is room for one more thing, whatever it is. */
  boolean room() {
    if (kept.take(ROOM)) {
      return true;
    }
    truncated = true;
    return false;
  }

  /** Whether there is room for a part that comes as a whole. */
  boolean room(Part part) {
    if (kept.take(Tree.cost(part.fields()))) {
      return true;
    }
    truncated = true;
    return false;
  }

  /** The choice of that index of a streamed answer; null when there is no room for one more. */
  @Nullable Choice choice(int index) {
    Choice known = choices.get(index);
    if (known != null) {
      return known;
    }
    if (!room()) {
      return null;
    }
    Choice added = new Choice();
    choices.put(index, added);
    return added;
  }

  /** Puts the choices of a streamed answer into the output; all finished, they are the answer. */
  void finishChoices() {
    terminal |= !choices.isEmpty() && choices.values().stream().allMatch(Choice::finished);
    for (Choice choice : choices.values()) {
      output.add(choice.message());
    }
    choices.clear();
  }

  void usage(Map<String, @Nullable Object> tree) {
    Usage told = Usages.of(tree);
    if (told != null) {
      usage = told;
    }
  }

  /** Reads the fields that an answer, or each of its events, tells about itself. */
  void identity(Map<String, @Nullable Object> tree) {
    String id = Tree.string(tree, "id");
    if (id != null && !id.isEmpty()) {
      responseId = Text.cut(id, MAX_NAME);
    }
    String model = Tree.string(tree, "model");
    if (model != null && !model.isEmpty()) {
      responseModel = Text.cut(model, MAX_NAME);
    }
  }

  /** Reads what every request tells: its model and its parameters. */
  void parameters(Map<String, @Nullable Object> tree) {
    String model = Tree.string(tree, "model");
    if (model != null) {
      requestModel = Text.cut(model, MAX_NAME);
    }
    Object stream = tree.get("stream");
    streamRequested = Boolean.TRUE.equals(stream) || "true".equals(stream);
    Parameters.collect(tree, request);
  }

  Call build(
      Exchange exchange, Endpoint endpoint, Ending ending, Outcome outcome, @Nullable Failure why) {
    List<String> finishReasons = new ArrayList<>();
    for (Message message : output) {
      if (message.finishReason() != null) {
        finishReasons.add(message.finishReason());
      }
    }
    boolean hostKnown = exchange.host() != null;
    String host = hostKnown ? exchange.host() : hostBelow;
    List<String> instrumentations = new ArrayList<>();
    instrumentations.add(exchange.instrumentation());
    instrumentations.addAll(instrumentationsBelow);
    return new Call(
        exchange.id(),
        exchange.parentId(),
        operation != null ? operation : endpoint.operation(),
        exchange.provider() != null
            ? exchange.provider()
            : Providers.of(host, endpoint.provider(), exchange.instrumentation()),
        requestModel,
        responseModel,
        responseId,
        streaming,
        exchange.startedAt(),
        ending.latencyNanos(),
        ending.timeToFirstByteNanos(),
        streaming ? ending.timeToFirstChunkNanos() : null,
        ending.attempts(),
        status,
        host,
        hostKnown ? exchange.port() : portBelow,
        requestId,
        request,
        systemInstructions,
        input,
        output,
        toolDefinitions,
        finishReasons,
        usage,
        null,
        result,
        null,
        outcome,
        why,
        truncated,
        instrumentations);
  }
}
