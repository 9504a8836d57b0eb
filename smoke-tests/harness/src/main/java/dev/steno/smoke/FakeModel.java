package dev.steno.smoke;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.common.ConsoleNotifier;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A model's server on loopback. What it does depends on the model that a request asks for; see
 * {@link ModelStubs} and {@link RawModel}.
 */
public final class FakeModel implements AutoCloseable {
  private final List<Received> requests = Collections.synchronizedList(new ArrayList<>());
  private final WireMockServer server;
  private final RawModel raw;

  private FakeModel() {
    server =
        new WireMockServer(
            options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .gzipDisabled(true)
                .containerThreads(64)
                .notifier(new ConsoleNotifier(false))
                .extensions(new Recording(requests)));
    raw = RawModel.start(requests);
  }

  public static FakeModel start() {
    FakeModel model = new FakeModel();
    model.server.start();
    ModelStubs.addTo(model.server);
    return model;
  }

  /** The base URL of whole answers, for an OpenAI client. */
  public String url() {
    return address() + "/v1";
  }

  /** The address of whole answers, for a client that brings its own paths. */
  public String address() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Answers in a shape of the caller's own, which goes before all that were there. */
  public void stub(MappingBuilder answer) {
    server.stubFor(answer);
  }

  /** The base URL of answers that come slowly, never end, or break. */
  public String rawUrl() {
    return raw.url();
  }

  /** All requests to both, in the order that they came. */
  public List<Received> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Makes it as new. */
  public void reset() {
    server.resetScenarios();
    server.resetRequests();
    requests.clear();
  }

  @Override
  public void close() {
    server.stop();
    raw.close();
  }

  /** Notes requests when they come: WireMock's own journal is in the order of the answers. */
  private record Recording(List<Received> requests) implements StubRequestFilterV2 {
    @Override
    public RequestFilterAction filter(Request request, ServeEvent event) {
      requests.add(
          new Received(
              request.getMethod().getName(),
              request.getUrl(),
              Received.lowerCase(
                  request.getHeaders().all().stream()
                      .map((HttpHeader header) -> Map.entry(header.key(), header.values()))
                      .toList()),
              new String(request.getBody(), StandardCharsets.ISO_8859_1)));
      return RequestFilterAction.continueWith(request);
    }

    @Override
    public String getName() {
      return "recording";
    }
  }
}
