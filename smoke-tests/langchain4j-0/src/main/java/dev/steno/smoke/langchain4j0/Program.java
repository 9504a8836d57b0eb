package dev.steno.smoke.langchain4j0;

import java.util.Arrays;
import java.util.Set;

/** An application with LangChain4j, as it was before 1.0. */
public final class Program {
  private Program() {}

  /** Runs all calls, or those that are named, against the server at the first argument. */
  public static void main(String[] args) {
    Calls calls = new Calls(args[0], Set.copyOf(Arrays.asList(args).subList(1, args.length)));
    ProviderCalls.run(calls);
    ServiceCalls.run(calls);
    StreamCalls.run(calls);
    LocalCalls.run(calls);
    calls.end();
  }
}
