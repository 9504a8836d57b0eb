package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI transcriptions and translations of speech: the words, never the sound. */
final class TranscriptionFormat implements Format {
  private final Draft transcript = new Draft();

  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    List<Part> parts = Parts.of(tree.get("prompt"));
    if (Tree.has(tree, "file")) {
      String name = Tree.string(Tree.map(tree, "file"), "filename");
      parts.add(Parts.blob("audio", tree.get("file"), null, name));
    }
    Inputs.user(parts, call);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.failure = Failures.of(tree, call.status);
    facts(tree, call);
    if (tree.get("text") instanceof String text) {
      text(text, call);
    }
  }

  private static void facts(Map<String, @Nullable Object> tree, CallBuilder call) {
    Map<String, @Nullable Object> usage = Tree.map(tree, "usage");
    call.usage(usage);
    put(call, "language", tree.get("language"));
    put(call, "duration", tree.get("duration"));
    put(call, "duration", usage.get("seconds"));
  }

  private static void put(CallBuilder call, String name, @Nullable Object value) {
    if (value instanceof String text) {
      call.result.put(name, Text.cut(text, 64));
    } else if (value instanceof Number) {
      call.result.put(name, value);
    }
  }

  @Override
  public void text(String text, CallBuilder call) {
    List<Part> parts = new ArrayList<>();
    Parts.add(text, parts);
    call.output.add(new Message("assistant", parts, null, null));
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    String type = Parts.stringOr(tree, "type", name == null ? "" : name);
    if (type.equals("transcript.text.delta")) {
      transcript.append(Tree.string(tree, "delta"), call);
    } else if (type.equals("transcript.text.done")) {
      call.terminal = true;
      transcript.replace(Parts.stringOr(tree, "text", transcript.toString()), call);
      facts(tree, call);
    }
  }

  @Override
  public void finish(CallBuilder call) {
    if (!transcript.isEmpty()) {
      text(transcript.toString(), call);
    }
  }
}
