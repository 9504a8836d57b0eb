package dev.steno.agent.wire;

import org.jspecify.annotations.Nullable;

/** Reads one event of a stream after the other, all with what was made for the first. */
final class EventTree {
  private final CallBuilder call;
  private @Nullable JsonTree tree;

  EventTree(CallBuilder call) {
    this.call = call;
  }

  /** The tree of the event that begins; that of the one before is not to be used any more. */
  JsonTree begin() {
    Budget budget = new Budget(call.kept().limit());
    JsonTree used = tree;
    if (used == null) {
      used = JsonTree.ofBody(budget);
      tree = used;
    } else {
      used.again(budget);
    }
    return used;
  }
}
