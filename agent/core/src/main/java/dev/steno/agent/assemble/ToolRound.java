package dev.steno.agent.assemble;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tools that ran before a call, as its last messages tell: what the model asked for, and what
 * came of it.
 *
 * @param requests what was asked for, in order; empty when the provider remembers it
 * @param results what came of it, in order
 * @param latest how many of the results are in the last run of them
 */
record ToolRound(List<Request> requests, List<Result> results, int latest) {
  static final ToolRound NONE = new ToolRound(List.of(), List.of(), 0);
  private static final int LONG_ID = 16;

  /**
   * What a model asked for.
   *
   * @param id the provider's id, or null
   * @param name the tool
   * @param arguments a JSON value, or null
   * @param signature hash of name and arguments
   */
  record Request(@Nullable String id, String name, @Nullable Object arguments, long signature) {
    /** Whether nobody else has that id: long ones are random, unless they are made of the name. */
    boolean hasUniqueId() {
      return id != null && isUnique(id) && !id.contains(name);
    }
  }

  /**
   * What a tool gave.
   *
   * @param id the id of the request for it, or null
   * @param name the tool, or null where the id tells
   * @param value a JSON value, or null
   * @param failed whether it is the message of an error
   */
  record Result(
      @Nullable String id, @Nullable String name, @Nullable Object value, boolean failed) {}

  static boolean isUnique(String id) {
    return id.length() >= LONG_ID;
  }

  /** What those messages end with; empty when that is not the results of tools. */
  static ToolRound before(List<Message> messages) {
    Deque<Request> requests = new ArrayDeque<>();
    Deque<Result> results = new ArrayDeque<>();
    int latest = -1;
    for (int i = messages.size() - 1; i >= 0; i--) {
      Message message = messages.get(i);
      if (message.role().equals("tool")) {
        addFirst(results, results(message));
      } else if (message.role().equals("assistant") && History.isAskingForTools(message)) {
        if (results.isEmpty()) {
          return NONE;
        }
        latest = latest < 0 ? results.size() : latest;
        addFirst(requests, requests(message));
      } else if (!isPassed(message, results.isEmpty())) {
        break;
      }
    }
    return results.isEmpty()
        ? NONE
        : new ToolRound(
            List.copyOf(requests), List.copyOf(results), latest < 0 ? results.size() : latest);
  }

  /** The user may speak after the results, and the model before it asks for a tool. */
  private static boolean isPassed(Message message, boolean afterResults) {
    return switch (message.role()) {
      case "user" -> afterResults;
      case "assistant" -> !afterResults;
      default -> true;
    };
  }

  private static <T> void addFirst(Deque<T> all, List<T> earlier) {
    for (int i = earlier.size() - 1; i >= 0; i--) {
      all.addFirst(earlier.get(i));
    }
  }

  /** What a message of the model asks for. */
  static List<Request> requests(Message message) {
    List<Request> requests = new ArrayList<>();
    for (Part part : message.parts()) {
      if (part.type().equals("tool_call")) {
        Object arguments = part.fields().get("arguments");
        String name = part.fields().get("name") instanceof String text ? text : "";
        long signature = TextHash.mix(TextHash.of(name), TextHash.ofValue(arguments));
        requests.add(new Request(id(part), name, arguments, signature));
      }
    }
    return requests;
  }

  private static List<Result> results(Message message) {
    List<Result> results = new ArrayList<>();
    for (Part part : message.parts()) {
      if (part.type().equals("tool_call_response")) {
        String name = part.fields().get("name") instanceof String text ? text : message.name();
        boolean failed = Boolean.TRUE.equals(part.fields().get("is_error"));
        results.add(new Result(id(part), name, part.fields().get("response"), failed));
      }
    }
    return results;
  }

  private static @Nullable String id(Part part) {
    return part.fields().get("id") instanceof String id && !id.isEmpty() ? id : null;
  }

  /** Hash of all that was asked for, in order. */
  static long signature(List<Request> requests) {
    long signature = 11;
    for (Request request : requests) {
      signature = TextHash.mix(signature, request.signature());
    }
    return signature;
  }
}
