package dev.steno.agent.spool;

/**
 * Is told of what no append and no reader sees: counts, in calls. Called by any of Steno's threads.
 */
public interface Losses {
  /** Tells nobody. */
  Losses UNTOLD =
      new Losses() {
        @Override
        public void givenUp(String reader, int calls, String reason) {}

        @Override
        public void adopted(String reader, int calls) {}

        @Override
        public void trouble(String what) {}
      };

  /** So many calls that waited for a reader are given up, for a reason in {@code snake_case}. */
  void givenUp(String reader, int calls, String reason);

  /** So many calls of an ended process wait for a reader of this one now. */
  void adopted(String reader, int calls);

  /** Something is wrong with the disk, in words for a person: path and cause, never content. */
  void trouble(String what);
}
