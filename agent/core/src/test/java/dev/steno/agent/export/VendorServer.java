package dev.steno.agent.export;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.steno.agent.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A vendor on loopback: takes down requests in their order, and answers as a test says. */
public final class VendorServer implements AutoCloseable {
  /** What a request is answered; see the methods that make some. */
  public record Reply(ResponseDefinitionBuilder definition, boolean isTaken) {
    /** With that status and body. */
    public static Reply of(int status, String body) {
      ResponseDefinitionBuilder answer =
          WireMock.aResponse().withStatus(status).withHeader("Content-Type", "application/json");
      return new Reply(body.isEmpty() ? answer : answer.withBody(body), status / 100 == 2);
    }

    /** The same with a header. */
    public Reply with(String header, String value) {
      return new Reply(definition.withHeader(header, value), isTaken);
    }

    /** The same, later. */
    public Reply after(int millis) {
      return new Reply(definition.withFixedDelay(millis), false);
    }

    /** None: what is left of the connection is that fault. */
    public static Reply fault(Fault fault) {
      return new Reply(WireMock.aResponse().withFault(fault), false);
    }

    /** A status, and half of its body. */
    public static Reply half() {
      return new Reply(
          WireMock.aResponse().withStatus(200).withFault(Fault.MALFORMED_RESPONSE_CHUNK), false);
    }
  }

  /**
   * A request.
   *
   * @param headers by name in lower case
   * @param taken whether it was answered with success
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Taken(
      String method, String path, Map<String, String> headers, byte[] body, boolean taken) {
    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The body as a JSON object. */
    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> json() {
      Object tree = Json.parseContainer(text());
      if (tree instanceof Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
      }
      throw new AssertionError("no JSON object: " + text());
    }

    /** Method, path and body, for a person. */
    @Override
    public String toString() {
      return method + " " + path + " " + text();
    }
  }

  private static final Reply OK = Reply.of(200, "{}");

  private final List<Taken> requests = new ArrayList<>();
  private final WireMockServer server;
  private Function<Taken, @Nullable Reply> plan = request -> null;
  private Function<Taken, Reply> usual = request -> OK;

  /** Any port. */
  public VendorServer() {
    this(0);
  }

  /** That port. */
  public VendorServer(int port) {
    WireMockConfiguration config =
        WireMockConfiguration.wireMockConfig()
            .bindAddress("127.0.0.1")
            .disableRequestJournal()
            .stubRequestLoggingDisabled(true)
            .extensions(new Answering());
    server = new WireMockServer(port == 0 ? config.dynamicPort() : config.port(port));
    server.start();
    server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
  }

  /** {@code http://127.0.0.1:port}. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Its port. */
  public int port() {
    return server.port();
  }

  /** Forgets all requests, and answers as usual. */
  public synchronized void reset() {
    requests.clear();
    plan = request -> null;
  }

  /** Answers so where nothing else is planned. */
  public synchronized void usually(Function<Taken, Reply> answer) {
    usual = answer;
  }

  /** Answers so; null for as usual. */
  public synchronized void plan(Function<Taken, @Nullable Reply> answer) {
    plan = answer;
  }

  /** Answers the request of that number, from 0, so. */
  public void planAt(int number, Reply answer) {
    int[] seen = new int[1];
    plan(request -> seen[0]++ == number ? answer : null);
  }

  /** All requests so far, in their order. */
  public synchronized List<Taken> requests() {
    return List.copyOf(requests);
  }

  /** Those that were answered with success. */
  public List<Taken> taken() {
    return requests().stream().filter(Taken::taken).toList();
  }

  private synchronized ResponseDefinition answer(
      com.github.tomakehurst.wiremock.http.Request request) {
    Map<String, String> headers = new TreeMap<>();
    request
        .getHeaders()
        .all()
        .forEach(header -> headers.put(header.key().toLowerCase(Locale.ROOT), header.firstValue()));
    String method = request.getMethod().getName();
    byte[] body = request.getBody() == null ? new byte[0] : request.getBody();
    Taken seen = new Taken(method, request.getUrl(), headers, body, false);
    Reply planned = plan.apply(seen);
    Reply reply = planned == null ? usual.apply(seen) : planned;
    requests.add(new Taken(method, request.getUrl(), headers, body, reply.isTaken()));
    return reply.definition().build();
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
