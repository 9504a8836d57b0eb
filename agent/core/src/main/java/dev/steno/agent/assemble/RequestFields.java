package dev.steno.agent.assemble;

import dev.steno.agent.model.Call;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who speaks in which conversation, as the request to a model says itself. */
final class RequestFields {
  private static final int MOST_ID = 256;

  /** Those in which an application may say who speaks, with the formats that have them. */
  static final List<String> USER =
      List.of(
          "user",
          "safety_identifier",
          "metadata.user_id",
          "requestMetadata.user_id",
          "requestMetadata.userId");

  private final List<String> conversation;

  /** {@code conversation} are the fields that may name it, the strongest first. */
  RequestFields(List<String> conversation) {
    this.conversation = conversation;
  }

  /** All that are looked at, beside the given ones. */
  static Set<String> all(Collection<String> others) {
    Set<String> all = new HashSet<>(others);
    all.addAll(USER);
    return all;
  }

  /** The conversation that the request names, or null. */
  @Nullable String conversation(Call call) {
    return first(conversation, call.request());
  }

  /** The user that the first of these requests names, if any does; else null. */
  static @Nullable String user(List<Call> calls) {
    for (Call call : calls) {
      String user = first(USER, call.request());
      if (user != null) {
        return user;
      }
    }
    return null;
  }

  private static @Nullable String first(List<String> paths, Map<String, @Nullable Object> request) {
    if (!request.isEmpty()) {
      for (String path : paths) {
        String id = id(at(path, request));
        if (id != null) {
          return id;
        }
      }
    }
    return null;
  }

  private static @Nullable Object at(String path, Map<?, ?> tree) {
    Object value = tree.get(path);
    int dot = path.indexOf('.');
    return value == null && dot > 0 && tree.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? at(path.substring(dot + 1), inner)
        : value;
  }

  /** What is an id: a text or a number, or an object that has one. */
  private static @Nullable String id(@Nullable Object value) {
    Object id = value instanceof Map<?, ?> object ? object.get("id") : value;
    if (!(id instanceof String) && !(id instanceof Number)) {
      return null;
    }
    String text = id.toString().strip();
    return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), MOST_ID));
  }
}
