package dev.steno.agent.export.agentsight;

import dev.steno.agent.model.Event;
import dev.steno.agent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Files that the application gave, as AgentSight takes them: in JSON, in Base64, or (the older
 * protocol, where it pays) as they are, in a form.
 */
final class Files {
  static final String PATH = "/api/attachments/";

  private static final int MOST_BYTES = 25 << 20;
  private static final int LARGE = 64 << 10;

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

  /** Whether a form is better, since Base64 takes a third more. */
  static boolean isLarge(Event event) {
    byte[] content = event.content();
    return content != null && content.length > LARGE;
  }

  /** The upload as a form; it names its conversation by the number alone. */
  static MultipartBody form(Event event, Object number) {
    byte[] content = event.content() == null ? new byte[0] : event.content();
    MediaType type = MediaType.parse(EventFields.mimeType(event));
    MultipartBody.Builder form =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("timestamp", Limits.time(event.startedAt()))
            .addFormDataPart("conversation", String.valueOf(number))
            .addFormDataPart("sender", EventFields.sender(event))
            .addFormDataPart("mode", "form_data")
            .addFormDataPart(
                "metadata",
                new String(Json.bytes(EventFields.metadata(event)), StandardCharsets.UTF_8))
            .addFormDataPart(
                "attachment_0", EventFields.fileName(event), RequestBody.create(content, type));
    return form.build();
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
