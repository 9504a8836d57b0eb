package dev.steno.smoke.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The application's pages; each asks the model once, if its request names a question. */
public final class Pages extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final AtomicInteger SESSIONS = new AtomicInteger();

  static int sessions() {
    return SESSIONS.get();
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    doGet(request, response);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
    String page = String.valueOf(included == null ? request.getPathInfo() : included);
    switch (page) {
      case "/ask" -> answer(request, response);
      case "/session" -> {
        HttpSession session = request.getSession();
        if (session.isNew()) {
          SESSIONS.incrementAndGet();
        }
        answer(request, response);
      }
      case "/touched" -> {
        long since = Long.parseLong(request.getParameter("since"));
        boolean touched = request.getSession(false).getLastAccessedTime() >= since;
        response.getWriter().println("touched=" + touched);
      }
      case "/forward" -> request.getRequestDispatcher("/app/ask").forward(request, response);
      case "/include" -> request.getRequestDispatcher("/app/ask").include(request, response);
      case "/fails" -> response.sendError(503);
      case "/throws" -> throw new ServletException("as asked");
      case "/start" -> start(request, response);
      case "/dispatch" -> dispatch(request, response);
      case "/page" -> response.getWriter().println("a page");
      case "/missing" -> response.setStatus(404);
      case "/login" -> {
        request.login(request.getParameter("name"), "secret");
        answer(request, response);
      }
      default -> response.setStatus(404);
    }
  }

  private static void start(HttpServletRequest request, HttpServletResponse response) {
    String question = request.getParameter("q");
    AsyncContext async = request.startAsync(request, response);
    async.start(
        () -> {
          try {
            int status = Model.ask(question);
            async.getResponse().getWriter().println("started, model " + status);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          } finally {
            async.complete();
          }
        });
  }

  private static void dispatch(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync(request, response);
    async.start(() -> async.dispatch("/app/ask"));
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String question = request.getParameter("q");
    int status = question == null ? 0 : Model.ask(question);
    DispatcherType type = request.getDispatcherType();
    String thread = Thread.currentThread().getName().replaceAll("[0-9]+", "n");
    response
        .getWriter()
        .println(
            "user="
                + request.getRemoteUser()
                + " from="
                + request.getRemoteAddr()
                + " dispatched="
                + type
                + " uri="
                + request.getRequestURI().replaceAll(";.*", ";id")
                + " valid="
                + request.isRequestedSessionIdValid()
                + " thread="
                + thread
                + " model="
                + status);
  }
}
