package dev.steno.agent.wire;

import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the content of messages, as OpenAI's formats write it, into parts. */
final class Parts {
  private Parts() {}

  /** The parts of a content: a string, or a list of typed objects. */
  static List<Part> of(@Nullable Object content) {
    List<Part> parts = new ArrayList<>();
    add(content, parts);
    return parts;
  }

  static void add(@Nullable Object content, List<Part> parts) {
    if (content instanceof String text) {
      if (!text.isEmpty()) {
        parts.add(Part.text(text));
      }
    } else if (content instanceof List<?> list) {
      for (Object element : list) {
        addElement(element, parts);
      }
    } else if (content instanceof Map<?, ?>) {
      addElement(content, parts);
    }
  }

  private static void addElement(@Nullable Object element, List<Part> parts) {
    if (element instanceof String text) {
      parts.add(Part.text(text));
    } else if (element instanceof Map<?, ?>) {
      Part part = typed(Tree.map(element));
      if (part != null) {
        parts.add(part);
      }
    }
  }

  private static @Nullable Part typed(Map<String, @Nullable Object> tree) {
    String type = Tree.string(tree, "type");
    if (type == null && tree.containsKey("sha256")) {
      // A text that was a data URL from its first character.
      return blob("document", tree, null, null);
    }
    if (type == null) {
      type = tree.containsKey("text") ? "text" : "unknown";
    }
    return switch (type) {
      case "text", "input_text", "output_text", "summary_text" -> text(tree);
      case "refusal" -> refusal(stringOr(tree, "refusal", ""));
      case "image_url" -> media("image", imageUrl(tree), null);
      case "input_image" -> image(tree);
      case "input_audio" -> audio(Tree.map(tree, "input_audio"));
      case "file" -> file(Tree.map(tree, "file"));
      case "input_file" -> file(tree);
      case "thinking", "reasoning", "reasoning_text" -> reasoning(tree);
      default -> generic(type, tree);
    };
  }

  private static Part text(Map<String, @Nullable Object> tree) {
    return tree.get("text") instanceof String text ? Part.text(text) : generic("text", tree);
  }

  static Part refusal(String text) {
    return Part.of("refusal", "content", text);
  }

  /** Thoughts, which are a string, or a list of text parts. */
  private static Part reasoning(Map<String, @Nullable Object> tree) {
    String text = Tree.string(tree, "text");
    Object thinking = tree.get("thinking");
    if (thinking instanceof String string) {
      text = string;
    }
    return Part.reasoning(text != null ? text : joined(Tree.list(thinking)));
  }

  /** The text of all elements, line by line. */
  static String joined(List<?> elements) {
    StringBuilder joined = new StringBuilder();
    for (Object element : elements) {
      String text = Tree.string(Tree.map(element), "text");
      if (text != null && !text.isEmpty()) {
        joined.append(joined.length() > 0 ? "\n" : "").append(text);
      }
    }
    return joined.toString();
  }

  private static @Nullable Object imageUrl(Map<String, @Nullable Object> tree) {
    Object url = tree.get("image_url");
    return url instanceof Map<?, ?> && Tree.map(url).containsKey("url")
        ? Tree.map(url).get("url")
        : url;
  }

  private static Part image(Map<String, @Nullable Object> tree) {
    String fileId = Tree.string(tree, "file_id");
    return fileId != null ? fileId("image", fileId) : media("image", imageUrl(tree), null);
  }

  private static Part audio(Map<String, @Nullable Object> tree) {
    String format = Tree.string(tree, "format");
    String mimeType = format == null ? null : "audio/" + (format.equals("mp3") ? "mpeg" : format);
    return blob("audio", tree.get("data"), mimeType, null);
  }

  private static Part file(Map<String, @Nullable Object> tree) {
    String fileId = Tree.string(tree, "file_id");
    if (fileId != null) {
      return fileId("document", fileId);
    }
    String url = Tree.string(tree, "file_url");
    if (url != null) {
      return media("document", url, null);
    }
    return blob("document", tree.get("file_data"), null, Tree.string(tree, "filename"));
  }

  static Part fileId(String modality, String id) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("modality", modality);
    fields.put("file_id", id);
    return new Part("file", fields);
  }

  /** What a URL leads to: a {@code uri} part, or a blob when the URL is the content itself. */
  static Part media(String modality, @Nullable Object url, @Nullable String mimeType) {
    if (url instanceof String uri && !uri.startsWith("data:")) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("modality", modality);
      if (mimeType != null) {
        fields.put("mime_type", mimeType);
      }
      fields.put("uri", uri);
      return new Part("uri", fields);
    }
    return blob(modality, url, mimeType, null);
  }

  /** Binary content without the content: its type, size and digest. */
  static Part blob(
      String modality,
      @Nullable Object data,
      @Nullable String mimeType,
      @Nullable String fileName) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("modality", modality);
    Binary binary = Binary.of(data);
    String type = binary == null || binary.mimeType() == null ? mimeType : binary.mimeType();
    if (type != null) {
      fields.put("mime_type", type);
    }
    if (fileName != null) {
      fields.put("filename", fileName);
    }
    if (binary != null) {
      fields.put("size", binary.size());
      fields.put("sha256", binary.sha256());
    }
    return new Part("blob", fields);
  }

  /** A part of a type that is not known here, with all that it says. */
  static Part generic(String type, Map<String, @Nullable Object> tree) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(tree);
    fields.remove("type");
    return new Part(type, fields);
  }

  /** Puts runs of text, and runs of thoughts, into one part each: they were one before. */
  static List<Part> merged(List<Part> parts) {
    List<Part> merged = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    String type = "";
    for (Part part : parts) {
      boolean joins = part.type().equals("text") || part.type().equals("reasoning");
      if (!joins || !part.type().equals(type)) {
        endRun(type, run, merged);
        type = part.type();
      }
      if (joins) {
        run.append(part.fields().get("content"));
      } else {
        merged.add(part);
      }
    }
    endRun(type, run, merged);
    return merged;
  }

  private static void endRun(String type, StringBuilder run, List<Part> parts) {
    if (run.length() > 0) {
      parts.add(Part.of(type, "content", run.toString()));
      run.setLength(0);
    }
  }

  /** What content of a type is, in the conventions' words. */
  static String modality(@Nullable String mimeType) {
    int slash = mimeType == null ? -1 : mimeType.indexOf('/');
    String kind = mimeType == null || slash < 0 ? "" : mimeType.substring(0, slash);
    return switch (kind) {
      case "image", "audio", "video" -> kind;
      default -> "document";
    };
  }

  /** A request for a tool, whose arguments come as the text of a JSON object. */
  static Part toolCall(@Nullable String id, String name, @Nullable Object arguments) {
    Object parsed = arguments;
    if (arguments instanceof String text) {
      Object container = Json.parseContainer(text);
      parsed = container != null ? container : text.isEmpty() ? null : text;
    }
    return Part.toolCall(id, name, parsed);
  }

  static String stringOr(Map<String, @Nullable Object> tree, String key, String otherwise) {
    String string = Tree.string(tree, key);
    return string == null ? otherwise : string;
  }
}
