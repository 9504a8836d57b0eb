package dev.steno.agent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation with a model, in parts.
 *
 * @param role {@code system}, {@code user}, {@code assistant}, {@code tool}, or the provider's own
 * @param parts what it consists of, in order
 * @param name the name of the participant, where the application gave one
 * @param finishReason why the model ended this message; null for input messages and for an answer
 *     that never ended
 */
public record Message(
    String role, List<Part> parts, @Nullable String name, @Nullable String finishReason) {

  /** The text parts, joined with line feeds; empty when there are none. */
  public String text() {
    if (parts.size() == 1) {
      String only = parts.get(0).textOrNull();
      return only == null ? "" : only;
    }
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      String content = part.textOrNull();
      if (content != null) {
        if (text.length() > 0) {
          text.append('\n');
        }
        text.append(content);
      }
    }
    return text.toString();
  }
}
