package dev.steno.agent.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of binary content: never the bytes.
 *
 * @param mimeType its type, or null
 * @param size how many bytes it has
 * @param sha256 their digest in hexadecimal, or null
 */
record Binary(@Nullable String mimeType, long size, @Nullable String sha256) {
  private static final String BASE64 = ";base64";

  /** Reads a value of a tree: what {@link #toTree} made, a data URL, or plain base64. */
  static @Nullable Binary of(@Nullable Object value) {
    if (value instanceof String text) {
      return ofString(text);
    }
    Map<String, @Nullable Object> map = Tree.map(value);
    Long size = Tree.whole(map, "size");
    return size == null
        ? null
        : new Binary(Tree.string(map, "mime_type"), size, Tree.string(map, "sha256"));
  }

  private static Binary ofString(String text) {
    String mimeType = null;
    int start = 0;
    if (text.startsWith("data:")) {
      int comma = text.indexOf(',');
      start = comma + 1;
      mimeType = comma < 0 ? null : mimeType(text.substring(0, comma));
    }
    Base64Digest digest = new Base64Digest();
    for (int i = start; i < text.length(); i++) {
      digest.add(text.charAt(i));
    }
    return digest.finish(mimeType);
  }

  /** The type that a data URL's head names. */
  static @Nullable String mimeType(String head) {
    int end = head.indexOf(';');
    String type = head.substring("data:".length(), end < 0 ? head.length() : end);
    return type.isEmpty() ? null : type;
  }

  /** Whether this is the head of a data URL, up to its comma, whose content is base64. */
  static boolean isBase64Head(CharSequence head) {
    String text = head.toString();
    return text.startsWith("data:") && text.endsWith(BASE64);
  }

  Map<String, @Nullable Object> toTree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (mimeType != null) {
      tree.put("mime_type", mimeType);
    }
    tree.put("size", size);
    if (sha256 != null) {
      tree.put("sha256", sha256);
    }
    return tree;
  }
}
