package dev.steno.agent.assemble;

import dev.steno.agent.model.Event;
import dev.steno.agent.wire.Digest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what was attached: its digest is a field, and what is too big is not kept. */
final class Attachments {
  /** So many bytes are kept of an attachment, or none. */
  private static final int MOST_KEPT = 1 << 20;

  private Attachments() {}

  /** The same event, with the digest of its content, if it has some. */
  static Event read(Event event) {
    byte[] content = event.content();
    if (content == null) {
      return event;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(event.fields());
    fields.put("sha256", Digest.sha256(content));
    return event.with(fields, content.length > MOST_KEPT ? null : content);
  }
}
