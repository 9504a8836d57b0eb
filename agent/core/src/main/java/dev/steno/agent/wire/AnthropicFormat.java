package dev.steno.agent.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Anthropic's messages format. */
final class AnthropicFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {}
}
