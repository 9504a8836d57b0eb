package dev.steno.agent.assemble;

import dev.steno.agent.assemble.ToolRound.Request;
import java.util.List;

/** Hashes that an open interaction and the call that goes on with it have in common. */
final class LoopKeys {
  private static final int ALL = 101;
  private static final int ASKED = 102;
  private static final int ASKED_ID = 103;
  private static final int ID = 104;
  private static final int RESPONSE = 105;

  private final long scope;

  /** Those of a user or a session, or 0 for those of all. */
  LoopKeys(long scope) {
    this.scope = scope;
  }

  /** All that was said before, and all that was asked of tools since. */
  long all(long whole, List<Request> requests) {
    return TextHash.mix(ALL, scope, whole, ToolRound.signature(requests));
  }

  /** What the user said last, and what was asked of tools last. */
  long asked(long question, List<Request> requests) {
    return TextHash.mix(ASKED, scope, question, ToolRound.signature(requests));
  }

  /** What the user said last, and the id of a request. */
  long asked(long question, String id) {
    return TextHash.mix(ASKED_ID, scope, question, TextHash.of(id));
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
