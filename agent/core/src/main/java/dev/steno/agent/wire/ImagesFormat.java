package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI image generations, edits and variations: never the images. */
final class ImagesFormat implements Format {
  private final List<Part> streamed = new ArrayList<>();

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    List<Part> parts = Parts.of(tree.get("prompt"));
    for (String field : List.of("image", "image[]", "images", "mask")) {
      addImages(tree.get(field), parts);
    }
    Inputs.user(parts, call);
  }

  private static void addImages(@Nullable Object images, List<Part> parts) {
    if (images instanceof List<?> list) {
      for (Object image : list) {
        addImages(image, parts);
      }
    } else if (images != null) {
      Map<String, @Nullable Object> tree = Tree.map(images);
      parts.add(
          tree.containsKey("image_url")
              ? Parts.media("image", tree.get("image_url"), null)
              : Parts.blob("image", images, null, Tree.string(tree, "filename")));
    }
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.usage(Tree.map(tree, "usage"));
    call.failure = Failures.of(tree, call.status);
    List<Part> parts = new ArrayList<>();
    String mimeType = mimeType(tree);
    for (Map<String, @Nullable Object> image : Tree.maps(tree, "data")) {
      parts.add(image(image, mimeType));
      String revised = Tree.string(image, "revised_prompt");
      if (revised != null) {
        call.result.putIfAbsent("revised_prompt", revised);
      }
    }
    if (call.failure == null) {
      output(parts, call);
    }
  }

  private static void output(List<Part> parts, CallBuilder call) {
    call.result.put("count", (long) parts.size());
    if (!parts.isEmpty()) {
      call.output.add(new Message("assistant", parts, null, null));
    }
  }

  private static Part image(Map<String, @Nullable Object> image, @Nullable String mimeType) {
    return Tree.has(image, "url")
        ? Parts.media("image", image.get("url"), null)
        : Parts.blob("image", image.get("b64_json"), mimeType, null);
  }

  private static @Nullable String mimeType(Map<String, @Nullable Object> tree) {
    String format = Tree.string(tree, "output_format");
    return format == null ? null : "image/" + format;
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    String type = Parts.stringOr(tree, "type", name == null ? "" : name);
    if (type.endsWith(".completed")) {
      call.terminal = true;
      call.usage(Tree.map(tree, "usage"));
      Part image = image(tree, mimeType(tree));
      if (call.room(image)) {
        streamed.add(image);
      }
    }
  }

  @Override
  public void finish(CallBuilder call) {
    if (!streamed.isEmpty()) {
      output(streamed, call);
    }
  }
}
