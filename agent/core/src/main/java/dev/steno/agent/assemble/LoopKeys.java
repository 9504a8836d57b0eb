package dev.steno.agent.assemble;

import dev.steno.agent.assemble.ToolRound.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hashes that an open interaction and the call that goes on with it have in common. */
final class LoopKeys {
  private static final int ALL = 101;
  private static final int ASKED = 102;
  private static final int ASKED_ID = 103;
  private static final int ID = 104;
  private static final int RESPONSE = 105;

  private final long user;

  /** Those of a user, or of nobody who is known. */
  LoopKeys(@Nullable String user) {
    this.user = user == null ? 0 : TextHash.of(user);
  }

  /** All that was said before, and all that was asked of tools since. */
  long all(long whole, List<Request> requests) {
    return TextHash.mix(ALL, user, whole, ToolRound.signature(requests));
  }

  /** What the user said last, and what was asked of tools last. */
  long asked(long question, List<Request> requests) {
    return TextHash.mix(ASKED, user, question, ToolRound.signature(requests));
  }

  /** What the user said last, and the id of a request. */
  long asked(long question, String id) {
    return TextHash.mix(ASKED_ID, user, question, TextHash.of(id));
  }

  /** The id of a request. */
  static long id(String id) {
    return TextHash.mix(ID, TextHash.of(id));
  }

  /** The id of the answer that asked for the tools. */
  static long response(String id) {
    return TextHash.mix(RESPONSE, TextHash.of(id));
  }
}
