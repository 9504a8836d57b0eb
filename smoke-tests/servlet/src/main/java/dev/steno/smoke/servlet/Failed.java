package dev.steno.smoke.servlet;

import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** The page for errors, which is no {@code HttpServlet}. */
public final class Failed extends GenericServlet {
  private static final long serialVersionUID = 1;

  @Override
  public void service(ServletRequest request, ServletResponse response) throws IOException {
    String question = request.getParameter("q");
    int status = question == null ? 0 : Model.ask(question);
    response.getWriter().println("failed, model " + status);
  }
}
