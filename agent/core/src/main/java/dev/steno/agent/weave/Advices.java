package dev.steno.agent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.Advice.AssignReturned;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * The only advice there is: its bodies never run, since each woven call is linked by {@link
 * Linker}.
 */
@SuppressWarnings("DoNotCallSuggester")
final class Advices {
  private Advices() {}

  @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
  public static Object enter(
      @Advice.This(optional = true) Object self, @Advice.AllArguments Object[] arguments) {
    throw new AssertionError();
  }

  // With backed-up arguments, the JVM's helpful NullPointerException messages would name locals
  // instead of parameters.
  @Advice.OnMethodExit(
      inline = false,
      suppress = Throwable.class,
      onThrowable = Throwable.class,
      backupArguments = false)
  @AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
  public static Object exit(
      @Advice.Enter Object state,
      @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned,
      @Advice.Thrown Throwable thrown) {
    throw new AssertionError();
  }

  /** The same, of which the enter gives {@code {state, arguments}}, and replaces the arguments. */
  static final class Replacing {
    private Replacing() {}

    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    @AssignReturned.ToAllArguments(index = 1, typing = Assigner.Typing.DYNAMIC)
    public static Object[] enterReplacing(
        @Advice.This(optional = true) Object self, @Advice.AllArguments Object[] arguments) {
      throw new AssertionError();
    }

    @Advice.OnMethodExit(
        inline = false,
        suppress = Throwable.class,
        onThrowable = Throwable.class,
        backupArguments = false)
    @AssignReturned.ToReturned(typing = Assigner.Typing.DYNAMIC)
    public static Object exitReplacing(
        @Advice.Enter Object[] entered,
        @Advice.Return(typing = Assigner.Typing.DYNAMIC) Object returned,
        @Advice.Thrown Throwable thrown) {
      throw new AssertionError();
    }
  }
}
