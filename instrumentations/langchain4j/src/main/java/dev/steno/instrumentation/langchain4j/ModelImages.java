package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.output.Response;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of models that make images, never the images. */
final class ModelImages {
  private ModelImages() {}

  /** {@code generate(String)} and {@code generate(String, int)}. */
  static final class Generate implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object count = arguments.length > 1 ? arguments[1] : null;
      return ModelCall.begin(self, arguments[0], new Facts(arguments[0], count, null, null));
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof ModelCall call) {
        call.left(returned, thrown);
      }
      return returned;
    }
  }

  /** {@code edit(Image, String)} and {@code edit(Image, Image, String)}. */
  static final class Edit implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object prompt = arguments[arguments.length - 1];
      Object mask = arguments.length > 2 ? arguments[1] : null;
      return ModelCall.begin(self, arguments[0], new Facts(prompt, null, arguments[0], mask));
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof ModelCall call) {
        call.left(returned, thrown);
      }
      return returned;
    }
  }

  private record Facts(
      @Nullable Object prompt,
      @Nullable Object count,
      @Nullable Object image,
      @Nullable Object mask)
      implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return image == null ? "/images/generations" : "/images/edits";
    }

    @Override
    public @Nullable ModelProvider provider() {
      return null;
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelTree.of("prompt", prompt)
          .with("n", count)
          .with("image", given(image))
          .with("mask", given(mask))
          .fields();
    }

    private static @Nullable Object given(@Nullable Object image) {
      if (!(image instanceof Image given)) {
        return null;
      }
      Object url = ModelContents.url(given.url(), given.base64Data(), given.mimeType());
      return ModelTree.of("image_url", url).fields();
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      if (!(returned instanceof Response<?> response)) {
        return null;
      }
      List<Object> data = new ArrayList<>();
      Object content = response.content();
      for (Object image : content instanceof List<?> list ? list : List.of(content)) {
        if (image instanceof Image made) {
          data.add(made(made).fields());
        }
      }
      return ModelTree.of("data", data)
          .with("usage", ModelUsage.of(response.tokenUsage()))
          .fields();
    }

    private static ModelTree made(Image image) {
      ModelTree tree = ModelTree.of("revised_prompt", image.revisedPrompt());
      return image.base64Data() == null
          ? tree.with("url", image.url() == null ? null : image.url().toString())
          : tree.with("b64_json", ModelContents.binary(image.base64Data(), image.mimeType()));
    }
  }
}
