package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI text to speech: never the sound. */
final class SpeechFormat implements Format {
  private long streamedBytes;

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    call.systemInstructions.addAll(Parts.of(tree.get("instructions")));
    Inputs.user(tree.get("input"), call);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.usage(Tree.map(tree, "usage"));
    call.failure = Failures.of(tree, call.status);
  }

  @Override
  public void binary(Binary binary, CallBuilder call) {
    Part sound = Parts.blob("audio", binary.toTree(), null, null);
    call.output.add(new Message("assistant", List.of(sound), null, null));
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    String type = Parts.stringOr(tree, "type", name == null ? "" : name);
    if (type.equals("speech.audio.delta")) {
      Binary piece = Binary.of(tree.get("audio"));
      streamedBytes += piece == null ? 0 : piece.size();
    } else if (type.equals("speech.audio.done")) {
      call.terminal = true;
      call.usage(Tree.map(tree, "usage"));
    }
  }

  @Override
  public void finish(CallBuilder call) {
    if (streamedBytes > 0) {
      binary(new Binary(null, streamedBytes, null), call);
    }
  }
}
