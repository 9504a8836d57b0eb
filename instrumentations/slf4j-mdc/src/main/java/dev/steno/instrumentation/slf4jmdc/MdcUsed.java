package dev.steno.instrumentation.slf4jmdc;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.capture.Surroundings;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Lets the MDC be read from its first use on. */
public final class MdcUsed implements Interceptor {
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
      Surroundings.tellMdc(scope, MDC.getCopyOfContextMap());
    }
  }
}
