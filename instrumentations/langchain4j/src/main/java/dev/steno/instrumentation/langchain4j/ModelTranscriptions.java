package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.audio.AudioTranscriptionResponse;
import dev.steno.agent.spi.Interceptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records calls of models that write down speech: the words, never the sound. */
final class ModelTranscriptions {
  private ModelTranscriptions() {}

  /** {@code transcribe(AudioTranscriptionRequest)}. */
  static final class Transcribe implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self instanceof AudioTranscriptionModel model
              && arguments[0] instanceof AudioTranscriptionRequest request
          ? ModelCall.begin(model, request, new Facts(model, request))
          : null;
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

  private record Facts(AudioTranscriptionModel model, AudioTranscriptionRequest request)
      implements ModelCall.Facts {
    @Override
    public String endpoint() {
      return "/audio/transcriptions";
    }

    @Override
    public @Nullable ModelProvider provider() {
      return model.provider();
    }

    @Override
    public Map<String, Object> requestTree() {
      return ModelTree.of("prompt", request.prompt())
          .with("language", request.language())
          .with("temperature", request.temperature())
          .with("file", file(request.audio()))
          .fields();
    }

    private static @Nullable Object file(@Nullable Audio audio) {
      if (audio == null || audio.base64Data() == null) {
        return audio == null || audio.binaryData() == null
            ? null
            : ModelTree.of("mime_type", audio.mimeType())
                .with("size", audio.binaryData().length)
                .fields();
      }
      return ModelContents.binary(audio.base64Data(), audio.mimeType());
    }

    @Override
    public @Nullable Map<String, Object> responseTree(Object returned) {
      return returned instanceof AudioTranscriptionResponse response
          ? ModelTree.of("text", response.text()).fields()
          : null;
    }
  }
}
