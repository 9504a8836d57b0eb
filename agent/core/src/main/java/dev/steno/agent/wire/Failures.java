package dev.steno.agent.wire;

import dev.steno.agent.model.Failure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a provider says went wrong. */
final class Failures {
  static final int MAX_MESSAGE = 1024;
  private static final int MAX_TYPE = 128;

  private Failures() {}

  /** The failure that an answer of status 400 or more tells of, from its body. */
  static Failure ofStatus(int status, Map<String, @Nullable Object> tree, Bytes head) {
    Failure told = of(tree, status);
    if (told != null) {
      return told;
    }
    String message = Tree.string(tree, "message");
    if (message == null && head.size() > 0) {
      message = head.text().strip();
    }
    return new Failure(Integer.toString(status), cut(message), status);
  }

  /** The failure that a tree with an {@code error} tells of; null when it has none. */
  static @Nullable Failure of(Map<String, @Nullable Object> tree, @Nullable Integer status) {
    Object error = tree.get("error");
    if (error instanceof String message) {
      return new Failure(status(status), cut(message), status);
    }
    return error instanceof Map<?, ?> ? ofError(Tree.map(error), status) : null;
  }

  /** The failure that an error object tells of. */
  static Failure ofError(Map<String, @Nullable Object> error, @Nullable Integer status) {
    String type = Tree.string(error, "code");
    if (type == null || type.isEmpty()) {
      type = Tree.string(error, "type");
    }
    if (type == null || type.isEmpty()) {
      type = Tree.string(error, "status");
    }
    if (type == null || type.isEmpty()) {
      Long code = Tree.whole(error, "code");
      type = code == null ? status(status) : code.toString();
    }
    return new Failure(Text.cut(type, MAX_TYPE), cut(Tree.string(error, "message")), status);
  }

  private static String status(@Nullable Integer status) {
    return status == null || status < 400 ? "error" : status.toString();
  }

  private static @Nullable String cut(@Nullable String message) {
    return message == null || message.isEmpty() ? null : Text.cut(message, MAX_MESSAGE);
  }
}
