package dev.steno.smoke.javahttpclient;

import com.sun.tools.attach.VirtualMachine;

/** Calls a model, attaches the agent to itself, and calls again with classes that were loaded. */
public final class LateCalls {
  private LateCalls() {}

  /** Arguments: the model's base URL, and the agent. */
  public static void main(String[] args) throws Exception {
    JdkCalls.run(args[0], "before");
    VirtualMachine jvm = VirtualMachine.attach(String.valueOf(ProcessHandle.current().pid()));
    jvm.loadAgent(args[1]);
    jvm.detach();
    JdkCalls.run(args[0], "after");
  }
}
