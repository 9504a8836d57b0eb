package dev.steno.agent.wire;

import dev.steno.agent.model.Message;
import dev.steno.agent.model.Part;
import java.util.ArrayList;
import java.util.List;

/** Puts the parts of one turn into messages: what tools answered is a message of its own. */
final class Turns {
  private Turns() {}

  static void add(String role, List<Part> parts, List<Message> messages) {
    int from = 0;
    for (int i = 1; i <= parts.size(); i++) {
      if (i == parts.size() || isResult(parts.get(i)) != isResult(parts.get(from))) {
        String who = isResult(parts.get(from)) ? "tool" : role;
        messages.add(new Message(who, new ArrayList<>(parts.subList(from, i)), null, null));
        from = i;
      }
    }
  }

  private static boolean isResult(Part part) {
    return part.type().equals("tool_call_response");
  }
}
