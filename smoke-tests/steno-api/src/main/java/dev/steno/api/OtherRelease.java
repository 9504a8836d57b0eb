package dev.steno.api;

/** Says what only another release of the API would say, and in other shapes. */
public final class OtherRelease {
  private OtherRelease() {}

  /** Arguments: none. */
  public static void main(String[] args) {
    Agent.call("telepathy", null, "what", 4711);
    Agent.call("telepathy", new Object());
    Agent.call(null, null, (Object[]) null);
    Agent.call("begin", null, (Object[]) null);
    Agent.call("feedback", "nobody", (Object[]) null);
    Agent.call("interaction.enter", new Object(), "no interaction");
    for (int i = 0; i < 9; i++) {
      Object holder = new Object();
      Object begun = Agent.call("begin", holder, "agent", "input", "and", "more");
      Agent.call("interaction.mood", begun, "good");
      Agent.call("interaction.end", begun);
      Agent.call("scope.open", holder, "planet", "earth");
      Agent.call("scope.close", holder);
      Agent.call("event", null, "e" + i, null, "and", "more");
    }
    System.out.println("alike");
  }
}
