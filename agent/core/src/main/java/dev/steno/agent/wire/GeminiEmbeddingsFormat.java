package dev.steno.agent.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Gemini's embedding format. */
final class GeminiEmbeddingsFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {}
}
