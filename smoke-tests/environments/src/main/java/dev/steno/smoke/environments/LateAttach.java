package dev.steno.smoke.environments;

import com.sun.tools.attach.VirtualMachine;

/**
 * Calls a model, attaches the agent to itself, and calls again with classes that were there before.
 */
public final class LateAttach {
  private LateAttach() {}

  /** Arguments: the model's base URL, and agents to attach one after the other. */
  public static void main(String[] args) throws Exception {
    OneCall.run(args[0], "before", System.out);
    VirtualMachine jvm = VirtualMachine.attach(String.valueOf(ProcessHandle.current().pid()));
    for (int i = 1; i < args.length; i++) {
      jvm.loadAgent(args[i]);
    }
    jvm.detach();
    OneCall.run(args[0], "after", System.out);
  }
}
