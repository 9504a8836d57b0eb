package dev.steno.instrumentation.servlet;

import dev.steno.agent.spi.Scope;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The same for servlets of {@code javax.servlet}. */
final class JavaxServlet extends JavaxFilter {
  /** Of a visit it is told at the end of all, when nothing knows the user any more. */
  @Override
  void left(Scope scope, @Nullable Object subject) {
    if (subject instanceof HttpServletRequest request && JavaxRequest.mayVisit(request)) {
      JavaxRequest.tell(scope, request);
    }
  }
}
