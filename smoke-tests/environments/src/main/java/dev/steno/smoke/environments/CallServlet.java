package dev.steno.smoke.environments;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.Timeout;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A web application that talks to a model, and takes its threads with it when it goes. */
public final class CallServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private transient OpenAIClient client;

  @Override
  public void init() {
    // A limit of time is watched by a thread of Okio's, which keeps the application for a minute.
    Timeout none =
        Timeout.builder()
            .connect(Duration.ZERO)
            .read(Duration.ZERO)
            .write(Duration.ZERO)
            .request(Duration.ZERO)
            .build();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(getInitParameter("url"))
            .apiKey("sk-smoke")
            .maxRetries(0)
            .timeout(none)
            // One of the client's own would keep its class loader for ever, from a cleaner's
            // thread.
            .streamHandlerExecutor(Runnable::run)
            .build();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain; charset=utf-8");
    PrintStream out = new PrintStream(response.getOutputStream(), false, StandardCharsets.UTF_8);
    OneCall.run(client, request.getParameter("name"), out);
    out.flush();
  }

  @Override
  public void destroy() {
    client.close();
    try {
      stopTaskRunner();
    } catch (ReflectiveOperationException changed) {
      log("OkHttp's threads go on", changed);
    }
  }

  /** OkHttp's own threads wait a minute for more to do. */
  private static void stopTaskRunner() throws ReflectiveOperationException {
    Class<?> type = Class.forName("okhttp3.internal.concurrent.TaskRunner");
    Object runner = type.getField("INSTANCE").get(null);
    Object backend = type.getMethod("getBackend").invoke(runner);
    backend.getClass().getMethod("shutdown").invoke(backend);
  }
}
