package dev.steno.instrumentation.log4jcontext;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.Surroundings;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Scope;
import org.apache.logging.log4j.ThreadContext;
import org.jspecify.annotations.Nullable;

/** Lets the ThreadContext be read from its first use on. */
public final class ContextUsed implements Interceptor {
  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    return Reader.REGISTERED ? null : self;
  }

  /** Asked on whatever thread something begins. */
  private static final class Reader implements Scope.Reader {
    private static final Reader ONLY = new Reader();
    static final boolean REGISTERED = registered();

    private static boolean registered() {
      Recorder.ambient(ONLY);
      return true;
    }

    @Override
    public void tell(Scope scope, Object subject) {
      if (!ThreadContext.isEmpty()) {
        Surroundings.tellMdc(scope, ThreadContext.getImmutableContext());
      }
    }
  }
}
