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
    String message = message(tree);
    if (message == null && head.size() > 0) {
      message = head.text().strip();
    }
    String type = flatType(tree);
    return new Failure(type == null ? Integer.toString(status) : type, cut(message), status);
  }

  /** The type in an error that is not inside an {@code error}, as Amazon and Alibaba tell it. */
  private static @Nullable String flatType(Map<String, @Nullable Object> tree) {
    String type = Tree.string(tree, "__type");
    if (type == null) {
      type = Tree.string(tree, "code");
    }
    return type == null || type.isEmpty()
        ? null
        : Text.cut(type.substring(type.lastIndexOf('#') + 1), MAX_TYPE);
  }

  private static @Nullable String message(Map<String, @Nullable Object> tree) {
    String message = Tree.string(tree, "message");
    // Amazon's gateways write it with a capital.
    return message != null ? message : Tree.string(tree, "Message");
  }

  /** The failure that a message of Amazon's event stream tells of. */
  static Failure ofException(
      @Nullable String type,
      Map<String, @Nullable Object> tree,
      String otherwise,
      @Nullable Integer status) {
    String message = message(tree);
    return new Failure(
        type == null || type.isEmpty() ? "error" : Text.cut(type, MAX_TYPE),
        cut(message == null ? otherwise : message),
        status);
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
