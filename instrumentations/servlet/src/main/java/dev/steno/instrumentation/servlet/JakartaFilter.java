package dev.steno.instrumentation.servlet;

import dev.steno.agent.capture.Inbound;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Goes into the scope of a request at the first filter of {@code jakarta.servlet} that it comes to,
 * and lets it be about what each further one gets.
 */
class JakartaFilter implements Interceptor {
  static final String NAME = "jakarta.servlet";

  private static final Scope.Reader READER = JakartaRequest::tell;

  /** A request for a page on which a user could speak. */
  private record Visit(Scope scope, HttpServletRequest request, HttpServletResponse response) {
    void end(@Nullable Throwable thrown) {
      try {
        if (thrown == null && !request.isAsyncStarted() && Speaker.isServed(response.getStatus())) {
          Inbound.visited();
        }
      } finally {
        scope.leave();
      }
    }
  }

  @Override
  public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof HttpServletRequest request)) {
      return null;
    }
    Scope around = Recorder.enclosingScope(NAME);
    if (around != null) {
      return around.about(request);
    }
    HttpServletResponse ofVisit =
        arguments[1] instanceof HttpServletResponse response && mayVisit(request) ? response : null;
    Scope scope = Recorder.inbound(NAME, READER);
    if (scope == null) {
      return null;
    }
    scope.about(request);
    return ofVisit == null ? scope : new Visit(scope, request, ofVisit);
  }

  private static boolean mayVisit(HttpServletRequest request) {
    DispatcherType type = request.getDispatcherType();
    return (type == DispatcherType.REQUEST || type == DispatcherType.ASYNC)
        && JakartaRequest.mayVisit(request);
  }

  @Override
  public @Nullable Object exit(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (state instanceof Scope scope) {
      scope.leave();
    } else if (state instanceof Visit visit) {
      visit.end(thrown);
    } else if (state != null) {
      Scope around = Recorder.enclosingScope(NAME);
      if (around != null) {
        left(around, around.about(state));
      }
    }
    return returned;
  }

  /** What is inside of the scope is left, and was the last to get that request. */
  void left(Scope scope, @Nullable Object request) {}
}
