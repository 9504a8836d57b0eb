package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.VideoContent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells contents of messages as the parts that OpenAI's API has for them. */
final class ModelContents {
  /** What is longer is told by its size: a copy would cost the application's thread too much. */
  private static final int MOST_BASE64 = 1 << 20;

  private ModelContents() {}

  /** One text as it is, anything else as a list of parts. */
  static Object of(List<? extends Content> contents) {
    if (contents.size() == 1 && contents.get(0) instanceof TextContent text) {
      return text.text();
    }
    List<Object> parts = new ArrayList<>(contents.size());
    for (Content content : contents) {
      parts.add(part(content).fields());
    }
    return parts;
  }

  private static ModelTree part(Content content) {
    if (content instanceof TextContent text) {
      return text(text.text());
    }
    if (content instanceof ImageContent image) {
      return image(image.image());
    }
    if (content instanceof AudioContent audio) {
      return audio(audio.audio());
    }
    if (content instanceof PdfFileContent pdf) {
      return file(pdf.pdfFile().url(), pdf.pdfFile().base64Data(), pdf.pdfFile().mimeType());
    }
    if (content instanceof VideoContent video) {
      return file(video.video().url(), video.video().base64Data(), video.video().mimeType());
    }
    return ModelTree.of("type", content.type().name().toLowerCase(Locale.ROOT));
  }

  static ModelTree text(String text) {
    return ModelTree.of("type", "text").with("text", text);
  }

  static ModelTree image(Image image) {
    Object url = url(image.url(), image.base64Data(), image.mimeType());
    return ModelTree.of("type", "image_url").with("image_url", ModelTree.of("url", url));
  }

  private static ModelTree audio(Audio audio) {
    String base64 = audio.base64Data();
    if (base64 == null) {
      return file(audio.url(), null, audio.mimeType());
    }
    String type = audio.mimeType();
    return ModelTree.of("type", "input_audio")
        .with(
            "input_audio",
            ModelTree.of("data", binary(base64, type))
                .with("format", type == null ? null : type.substring(type.indexOf('/') + 1)));
  }

  private static ModelTree file(
      @Nullable URI url, @Nullable String base64, @Nullable String mimeType) {
    ModelTree file =
        ModelTree.of("file_url", base64 == null && url != null ? url.toString() : null);
    return base64 == null
        ? file.with("type", "input_file")
        : file.with("type", "input_file").with("file_data", binary(base64, mimeType));
  }

  /** Where something is, or what it is. */
  static @Nullable Object url(
      @Nullable URI url, @Nullable String base64, @Nullable String mimeType) {
    return base64 == null ? (url == null ? null : url.toString()) : binary(base64, mimeType);
  }

  /** A data URL, of which the record keeps size and digest, or only the size. */
  static Object binary(String base64, @Nullable String mimeType) {
    if (base64.length() <= MOST_BASE64) {
      return "data:" + (mimeType == null ? "" : mimeType) + ";base64," + base64;
    }
    int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    Map<String, Object> binary =
        ModelTree.of("mime_type", mimeType)
            .with("size", base64.length() / 4L * 3 - padding)
            .fields();
    return binary;
  }
}
