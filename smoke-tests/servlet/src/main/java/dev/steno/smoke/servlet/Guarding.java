package dev.steno.smoke.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;

/** Knows users as Spring Security does: only its wrapper of a request tells who it is. */
public final class Guarding implements Filter {
  static final String WHO = "X-Test-User";

  @Override
  public void init(FilterConfig config) {}

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    if (http.getParameter("early") != null) {
      Model.ask(http.getParameter("early"));
    }
    String who = http.getHeader(WHO);
    chain.doFilter(who == null ? request : new Known(http, who), response);
    if (http.getParameter("late") != null) {
      Model.ask(http.getParameter("late"));
    }
  }

  @Override
  public void destroy() {}

  private static final class Known extends HttpServletRequestWrapper {
    private final String who;

    Known(HttpServletRequest request, String who) {
      super(request);
      this.who = who;
    }

    @Override
    public Principal getUserPrincipal() {
      return () -> who;
    }

    @Override
    public String getRemoteUser() {
      return who;
    }
  }
}
