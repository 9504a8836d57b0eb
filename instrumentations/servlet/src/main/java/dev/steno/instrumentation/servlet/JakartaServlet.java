package dev.steno.instrumentation.servlet;

import dev.steno.agent.spi.Scope;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The same for servlets of {@code jakarta.servlet}. */
final class JakartaServlet extends JakartaFilter {
  /** Of a visit it is told at the end of all, when nothing knows the user any more. */
  @Override
  void left(Scope scope, @Nullable Object subject) {
    if (subject instanceof HttpServletRequest request && JakartaRequest.mayVisit(request)) {
      JakartaRequest.tell(scope, request);
    }
  }
}
