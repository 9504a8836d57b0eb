package dev.steno.smoke.exporters;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A vendor on loopback: takes all, or nothing; and a gate that opens when enough was said. */
final class Vendor implements AutoCloseable {
  private final List<String> requests = new ArrayList<>();
  private final CountDownLatch said;
  private final int status;
  private final WireMockServer server;

  /** Answers with that status; its gate opens after so many requests in which something is said. */
  Vendor(int status, int enough) {
    this.status = status;
    this.said = new CountDownLatch(enough);
    server =
        new WireMockServer(
            options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .disableRequestJournal()
                .extensions(new Answering()));
    server.start();
    server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  String gate() {
    return endpoint() + "/gate";
  }

  /** Path and body of each request, in order. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private ResponseDefinition answer(Request request) {
    ResponseDefinitionBuilder answer = WireMock.aResponse();
    if (request.getUrl().equals("/gate")) {
      return answer.withStatus(isOpened() ? 200 : 504).withBody("the gate").build();
    }
    String body = request.getBodyAsString();
    synchronized (requests) {
      requests.add(request.getUrl() + " " + body);
    }
    if (body.contains("question ")) {
      said.countDown();
    }
    return answer.withStatus(status).withBody("{\"status\":\"so it is\"}").build();
  }

  private boolean isOpened() {
    try {
      return said.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    server.stop();
  }

  private final class Answering implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      return answer(event.getRequest());
    }

    @Override
    public String getName() {
      return "vendor";
    }
  }
}
