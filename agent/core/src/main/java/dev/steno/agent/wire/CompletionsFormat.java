package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI's legacy text completions. */
final class CompletionsFormat implements Format {
  @Override
  public void request(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.parameters(tree);
    Inputs.user(tree.get("prompt"), call);
  }

  @Override
  public void response(Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.usage(Tree.map(tree, "usage"));
    call.failure = Failures.of(tree, call.status);
    for (Map<String, @Nullable Object> choice : Tree.maps(tree, "choices")) {
      String reason = Tree.string(choice, "finish_reason");
      List<Part> parts = Parts.of(choice.get("text"));
      call.output.add(
          new Message("assistant", parts, null, reason == null ? null : FinishReasons.of(reason)));
    }
  }

  @Override
  public void event(@Nullable String name, Map<String, @Nullable Object> tree, CallBuilder call) {
    call.identity(tree);
    call.usage(Tree.map(tree, "usage"));
    for (Map<String, @Nullable Object> element : Tree.maps(tree, "choices")) {
      Choice choice = call.choice(Tree.index(element, "index", 0));
      if (choice != null) {
        choice.text.append(Tree.string(element, "text"), call);
        choice.finishReason(Tree.string(element, "finish_reason"));
      }
    }
  }

  @Override
  public void finish(CallBuilder call) {
    call.finishChoices();
  }
}
