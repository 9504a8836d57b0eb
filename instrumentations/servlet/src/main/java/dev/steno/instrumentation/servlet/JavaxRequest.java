package dev.steno.instrumentation.servlet;

import dev.steno.agent.capture.Inbound;
import dev.steno.agent.capture.InboundNames;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.security.Principal;
import javax.servlet.AsyncContext;
import javax.servlet.RequestDispatcher;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request of {@code javax.servlet}, as its innermost wrapper shows it, and asks it nothing
 * that would make a session.
 */
final class JavaxRequest {
  private JavaxRequest() {}

  /** Tells who speaks, with which session, from where. */
  static void tell(Scope scope, Object subject) {
    HttpServletRequest request = (HttpServletRequest) subject;
    Inbound.tell(
        scope,
        request::getHeader,
        name -> Speaker.joined(request.getHeaders(name)),
        request.getRemoteAddr(),
        path(request));
    scope.tell(Source.INBOUND, Fact.SOURCE, "web");
    try {
      Speaker.tellUser(scope, user(request), request.getHeaderNames(), request::getHeader);
    } finally {
      scope.tell(Source.INBOUND, Fact.SESSION_ID, session(request));
    }
  }

  private static @Nullable String user(HttpServletRequest request) {
    Principal principal = request.getUserPrincipal();
    return principal == null ? request.getRemoteUser() : principal.getName();
  }

  /**
   * Asks for the session only when the request's own id does not say which it is, since the
   * container notes when a session was last asked for.
   */
  private static @Nullable String session(HttpServletRequest request) {
    if (request.getAttribute(Speaker.SPRING_SESSION) instanceof HttpSession current) {
      return current.getId();
    }
    if (request.getAttribute(Speaker.SPRING_SESSIONS) != null) {
      // To ask now would fetch it over the network, and the application may never want it.
      return null;
    }
    String requested = request.getRequestedSessionId();
    if (requested != null && request.isRequestedSessionIdValid()) {
      return Speaker.session(requested);
    }
    HttpSession current = request.getSession(false);
    return current == null ? null : Speaker.session(current.getId());
  }

  /** Whether it is for a page on which a user could speak. */
  static boolean mayVisit(HttpServletRequest request) {
    return "GET".equals(request.getMethod()) && Inbound.isVisit(path(request));
  }

  /** The path that was asked for, whatever the request was passed on to since. */
  static @Nullable String path(HttpServletRequest request) {
    Object path = request.getAttribute(AsyncContext.ASYNC_REQUEST_URI);
    if (path == null) {
      path = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
    }
    if (path == null) {
      path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    }
    return InboundNames.path(path instanceof String first ? first : request.getRequestURI());
  }
}
