package dev.steno.instrumentation.servlet;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.util.List;

/**
 * Where a container's requests are seen: each filter and each servlet that one comes to, and what
 * goes on with it on another thread.
 *
 * <p>Read with javap in 3.1.0 and 4.0.1 of {@code javax.servlet}, 5.0.0, 6.0.0 and 6.1.0 of {@code
 * jakarta.servlet}.
 */
public final class Servlets implements Instrumentation {
  /**
   * What most filters of Spring and of its users extend, and is a filter only by a superclass that
   * is loaded after it.
   */
  private static final String SPRING = "org.springframework.web.filter.OncePerRequestFilter";

  @Override
  public String name() {
    return "servlet";
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        filter("javax", "javax.servlet.Filter", JavaxFilter.class).inSubtypesToo(),
        filter("javax", SPRING, JavaxFilter.class),
        servlet("javax", JavaxServlet.class).inSubtypesToo(),
        start("javax").inSubtypesToo(),
        filter("jakarta", "jakarta.servlet.Filter", JakartaFilter.class).inSubtypesToo(),
        filter("jakarta", SPRING, JakartaFilter.class),
        servlet("jakarta", JakartaServlet.class).inSubtypesToo(),
        start("jakarta").inSubtypesToo());
  }

  private static Hook filter(String api, String type, Class<? extends Interceptor> by) {
    List<String> parameters =
        List.of(
            api + ".servlet.ServletRequest",
            api + ".servlet.ServletResponse",
            api + ".servlet.FilterChain");
    return Hook.of(type, "doFilter", parameters, by);
  }

  private static Hook servlet(String api, Class<? extends Interceptor> by) {
    List<String> parameters =
        List.of(api + ".servlet.ServletRequest", api + ".servlet.ServletResponse");
    return Hook.of(api + ".servlet.Servlet", "service", parameters, by);
  }

  private static Hook start(String api) {
    return Hook.replacing(
        api + ".servlet.AsyncContext", "start", List.of("java.lang.Runnable"), AsyncStart.class);
  }
}
