package dev.steno.smoke.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.authenticator.BasicAuthenticator;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.descriptor.web.LoginConfig;

/** The application on Tomcat. */
public final class OnTomcat {
  private OnTomcat() {}

  /** Arguments: the model's address, and how many requests are made at the end. */
  public static void main(String[] args) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("steno-tomcat").toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.addUser("carol", "secret");
    tomcat.addRole("carol", "user");
    Context context = tomcat.addContext("", Path.of("").toAbsolutePath().toString());
    context.setLoginConfig(new LoginConfig("BASIC", "smoke", null, null));
    Tomcat.initWebappDefaults(context);
    BasicAuthenticator authenticator = new BasicAuthenticator();
    // Else it looks at the session of each request itself.
    authenticator.setCache(false);
    context.getPipeline().addValve(authenticator);
    add(context, "pages", new Pages(), "/app/*");
    add(context, "failed", new Failed(), "/failed");
    ErrorPage failed = new ErrorPage();
    failed.setLocation("/failed");
    context.addErrorPage(failed);
    filter(context);
    tomcat.start();
    Driver.run(args, tomcat.getConnector().getLocalPort(), true);
    stop(tomcat);
  }

  private static void add(Context context, String name, Servlet servlet, String path) {
    Wrapper wrapper = Tomcat.addServlet(context, name, servlet);
    wrapper.setAsyncSupported(true);
    wrapper.addMapping(path);
  }

  private static void filter(Context context) {
    FilterDef filter = new FilterDef();
    filter.setFilterName("guarding");
    filter.setFilter(new Guarding());
    filter.setAsyncSupported("true");
    context.addFilterDef(filter);
    FilterMap map = new FilterMap();
    map.setFilterName("guarding");
    map.addURLPattern("/*");
    map.setDispatcher(DispatcherType.REQUEST.name());
    map.setDispatcher(DispatcherType.ERROR.name());
    context.addFilterMap(map);
  }

  private static void stop(Tomcat tomcat) throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
