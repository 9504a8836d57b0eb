package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the input of operations that are no chat: one text, several, or tokens. */
final class Inputs {
  private Inputs() {}

  /** Adds one message of the user, with a part for each input. */
  static void user(@Nullable Object input, CallBuilder call) {
    List<Part> parts = new ArrayList<>();
    if (input instanceof List<?> list) {
      for (Object element : list) {
        add(element, parts);
      }
    } else {
      add(input, parts);
    }
    user(parts, call);
  }

  static void user(List<Part> parts, CallBuilder call) {
    if (!parts.isEmpty()) {
      call.input.add(new Message("user", parts, null, null));
    }
  }

  private static void add(@Nullable Object input, List<Part> parts) {
    Map<String, @Nullable Object> tree = Tree.map(input);
    Long tokens = Tree.whole(tree, "length");
    if (tokens != null && tree.size() == 1) {
      parts.add(Part.of("tokens", "count", tokens));
    } else {
      Parts.add(input, parts);
    }
  }
}
