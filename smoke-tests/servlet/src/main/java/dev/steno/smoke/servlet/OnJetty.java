package dev.steno.smoke.servlet;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The application on Jetty. */
public final class OnJetty {
  private OnJetty() {}

  /** Arguments: the model's address, and how many requests are made at the end. */
  public static void main(String[] args) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.setContextPath("/");
    add(context, new ServletHolder("pages", new Pages()), "/app/*");
    add(context, new ServletHolder("failed", new Failed()), "/failed");
    FilterHolder filter = new FilterHolder(new Guarding());
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ERROR));
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(500, 599, "/failed");
    context.setErrorHandler(errors);
    server.setHandler(context);
    server.start();
    Driver.run(args, connector.getLocalPort(), false);
    server.stop();
  }

  private static void add(ServletContextHandler context, ServletHolder servlet, String path) {
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, path);
  }
}
