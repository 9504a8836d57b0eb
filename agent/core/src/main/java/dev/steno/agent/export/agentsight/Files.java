package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Event;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files that the application gave, as AgentSight takes them: in JSON, in Base64. */
final class Files {
  static final String PATH = "/api/attachments/";

  private static final int MOST_BYTES = 25 << 20;

  private Files() {}

  /** Whether it can be uploaded at all: its content is kept, and not too big. */
  static boolean canBeSent(Event event) {
    byte[] content = event.content();
    return event.kind() == Event.Kind.ATTACHMENT && content != null && content.length <= MOST_BYTES;
  }

  /** The body of the upload, without its conversation. */
  static Map<String, @Nullable Object> body(Event event) {
    byte[] content = event.content() == null ? new byte[0] : event.content();
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("filename", EventFields.fileName(event));
    file.put("mime_type", EventFields.mimeType(event));
    file.put("data", Base64.getEncoder().encodeToString(content));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("timestamp", Limits.time(event.startedAt()));
    body.put("mode", "base64");
    body.put("sender", EventFields.sender(event));
    body.put("metadata", EventFields.metadata(event));
    body.put("attachments", List.of(file));
    return body;
  }

  /** What is known of a file that is not uploaded. */
  static Map<String, @Nullable Object> described(Event event) {
    Map<String, @Nullable Object> described = new LinkedHashMap<>(EventFields.metadata(event));
    described.put("filename", EventFields.fileName(event));
    described.put("mime_type", EventFields.mimeType(event));
    described.put("sender", EventFields.sender(event));
    Limits.put(described, "size", EventFields.size(event));
    Limits.put(described, "sha256", event.fields().get("sha256"));
    return described;
  }
}
