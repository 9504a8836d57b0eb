package dev.steno.smoke.environments;

/** Calls a model before it has a security manager, and when it has one. */
public final class GuardedCall {
  private GuardedCall() {}

  /** Arguments: the model's base URL. */
  @SuppressWarnings("removal") // for as long as there are applications that have one
  public static void main(String[] args) {
    OneCall.run(args[0], "before", System.out);
    System.setSecurityManager(new SecurityManager());
    OneCall.run(args[0], "after", System.out);
    System.out.println(System.getSecurityManager().getClass());
  }
}
