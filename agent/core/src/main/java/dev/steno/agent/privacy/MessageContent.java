package dev.steno.agent.privacy;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is kept of messages and their parts. */
@SuppressWarnings("ReferenceEquality") // what does not change is the same object
final class MessageContent {
  /** Of a part of which nothing is kept: what it is, and how big. */
  private static final Set<String> FACTS =
      Set.of("id", "modality", "mime_type", "size", "count", "is_error", "file_id");

  private static final Set<String> IDS = Set.of("id", "file_id");
  private static final Set<String> OF_TOOLS =
      Set.of("tool_call", "tool_call_response", "server_tool_call");

  private final Modes modes;
  private final Kept kept;

  MessageContent(Modes modes, Kept kept) {
    this.modes = modes;
    this.kept = kept;
  }

  /** Instructions that were given apart from the messages. */
  List<Part> system(List<Part> parts) {
    return parts(parts, modes.system());
  }

  /** What was sent to a model. */
  List<Message> input(List<Message> messages) {
    return Kept.each(messages, message -> message(message, ofRole(message.role())));
  }

  /** What a model answered, whatever role it gave itself. */
  List<Message> output(List<Message> messages) {
    return Kept.each(messages, message -> message(message, modes.output()));
  }

  private Mode ofRole(String role) {
    return switch (role) {
      case "system", "developer" -> modes.system();
      case "assistant", "model", "chatbot" -> modes.output();
      case "tool", "function" -> modes.results();
      default -> modes.input();
    };
  }

  private Message message(Message message, Mode mode) {
    List<Part> parts = parts(message.parts(), mode);
    String name = kept.text(modes.told(), message.name());
    return parts == message.parts() && name == message.name()
        ? message
        : new Message(message.role(), parts, name, message.finishReason());
  }

  private List<Part> parts(List<Part> parts, Mode ofMessage) {
    return Kept.each(parts, part -> part(part, mode(part, ofMessage)));
  }

  /** What is several things at once is kept as the least of them. */
  private Mode mode(Part part, Mode ofMessage) {
    return switch (part.type()) {
      case "text", "reasoning", "refusal", "suffix", "compaction", "tokens" -> ofMessage;
      case "tool_call" -> modes.arguments();
      case "tool_call_response", "server_tool_call_response" -> modes.results();
      case "server_tool_call" -> modes.arguments().least(modes.results());
      case "uri", "file", "blob" -> modes.attachments();
      case "document" -> ofMessage.least(modes.results()).least(modes.attachments());
      default ->
          // One that is not known may hold anything.
          modes.ofAnything().least(ofMessage);
    };
  }

  private Part part(Part part, Mode mode) {
    Map<String, @Nullable Object> fields =
        switch (mode) {
          case FULL -> told(part);
          case REDACTED -> redacted(part);
          case NONE -> facts(part);
        };
    return fields == part.fields() ? part : new Part(part.type(), fields);
  }

  /** The id of what is kept whole is the same as elsewhere. */
  private Map<String, @Nullable Object> told(Part part) {
    Map<String, @Nullable Object> fields = part.fields();
    return fields.get("id") instanceof String id
        ? Kept.with(fields, "id", kept.id(modes.told(), id))
        : fields;
  }

  private Map<String, @Nullable Object> redacted(Part part) {
    Map<String, @Nullable Object> changed = null;
    for (Map.Entry<String, @Nullable Object> field : part.fields().entrySet()) {
      Object value = field.getValue();
      Object redacted =
          IDS.contains(field.getKey()) && value instanceof String id
              ? kept.id(Mode.REDACTED, id)
              : kept.tree(Mode.REDACTED, value);
      if (redacted != value) {
        changed = changed == null ? new LinkedHashMap<>(part.fields()) : changed;
        changed.put(field.getKey(), redacted);
      }
    }
    return changed == null ? part.fields() : changed;
  }

  private Map<String, @Nullable Object> facts(Part part) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> field : part.fields().entrySet()) {
      String name = field.getKey();
      Object value = field.getValue();
      boolean isName = name.equals("name") && OF_TOOLS.contains(part.type());
      if (value instanceof String text) {
        if (isName || FACTS.contains(name)) {
          facts.put(name, kept.id(modes.told(), text));
        }
      } else if (value instanceof Number || value instanceof Boolean) {
        if (FACTS.contains(name)) {
          facts.put(name, value);
        }
      }
    }
    return facts.size() == part.fields().size() && facts.equals(part.fields())
        ? part.fields()
        : facts;
  }
}
