package dev.steno.instrumentation.springwebflux;

import dev.steno.agent.capture.Inbound;
import dev.steno.agent.capture.InboundNames;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.WebSession;

/**
 * A request and what became known of it, as long as it is being answered. Safe for use by several
 * threads.
 */
final class Exchange {
  /** Asked for with this, the context of what is done for a request gives its exchange. */
  static final Object KEY = new Object();

  /** Its objects are their own for ever; other servers use theirs again for other requests. */
  private static final String LASTING = "ReactorServerHttpRequest";

  private static final Scope.Reader READER = (scope, exchange) -> ((Exchange) exchange).tell(scope);

  private final ServerHttpRequest request;
  private final ServerHttpResponse response;
  private final AtomicBoolean subscribed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Scope scope;
  private volatile boolean told;
  private volatile @Nullable String sessionTold;
  private volatile @Nullable Supplier<@Nullable String> userTold;
  private volatile @Nullable WebSession session;
  private volatile @Nullable Supplier<@Nullable String> user;

  private Exchange(ServerHttpRequest request, ServerHttpResponse response) {
    this.request = request;
    this.response = response;
  }

  /** Null when nothing is recorded. */
  static @Nullable Exchange begin(ServerHttpRequest request, ServerHttpResponse response) {
    Exchange exchange = new Exchange(request, response);
    Scope scope = Recorder.request(SpringWebFlux.NAME, READER, exchange);
    if (scope == null) {
      return null;
    }
    exchange.scope = scope;
    if (!request.getClass().getSimpleName().equals(LASTING)) {
      exchange.tellRequest(scope);
    }
    return exchange;
  }

  Scope scope() {
    return Objects.requireNonNull(scope);
  }

  /** This one, the first time; from then on another of the same request. */
  @Nullable Exchange subscribed() {
    return subscribed.getAndSet(true) ? begin(request, response) : this;
  }

  /** The application has this session in its hands. */
  void session(WebSession loaded) {
    session = loaded;
  }

  /** The application knows who speaks. */
  void user(Supplier<@Nullable String> name) {
    user = name;
  }

  /** Two threads may do so at a time, and then tell the same. */
  private void tell(Scope about) {
    tellRequest(about);
    WebSession loaded = session;
    if (loaded != null && loaded.isStarted() && !loaded.getId().equals(sessionTold)) {
      sessionTold = loaded.getId();
      about.tell(Source.INBOUND, Fact.SESSION_ID, sessionTold);
    }
    Supplier<@Nullable String> known = user;
    if (known != null && known != userTold) {
      userTold = known;
      tellUser(about, known.get());
    }
  }

  private void tellUser(Scope about, @Nullable String name) {
    if (name != null && InboundNames.isName(name) && !Credentials.has(request.getHeaders(), name)) {
      about.tell(Source.PRINCIPAL, Fact.USER_ID, name);
    }
  }

  private void tellRequest(Scope about) {
    if (!told) {
      HttpHeaders headers = request.getHeaders();
      Inbound.tell(
          about,
          headers::getFirst,
          name -> joined(headers.getValuesAsList(name)),
          address(),
          InboundNames.path(request.getPath().value()));
      about.tell(Source.INBOUND, Fact.SOURCE, "web");
      told = true;
    }
  }

  private static @Nullable String joined(List<String> values) {
    return values.isEmpty() ? null : String.join(", ", values);
  }

  private @Nullable String address() {
    InetSocketAddress remote = request.getRemoteAddress();
    InetAddress address = remote == null ? null : remote.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  /** It was answered. */
  void answered() {
    if (!ended.getAndSet(true)) {
      tellVisit();
      over();
    }
  }

  private void tellVisit() {
    if ("GET".equals(String.valueOf(request.getMethod()))
        && Inbound.isVisit(InboundNames.path(request.getPath().value()))
        && Status.isServed(response)) {
      Runnable leaving = Recorder.within(scope());
      try {
        Inbound.visited();
      } finally {
        if (leaving != null) {
          leaving.run();
        }
      }
    }
  }

  /**
   * Nobody waits any longer: for an answer, or, as Reactor Netty does it, for the end of the
   * handling once the answer is out. What goes on even so is this user's still.
   */
  void cancelled() {
    if (!ended.getAndSet(true)) {
      if (response.isCommitted()) {
        tellVisit();
      }
      tell(scope());
      over();
    }
  }

  /** Nothing of the application is held by what goes on. */
  void over() {
    scope().leave();
    session = null;
    user = null;
    userTold = null;
  }
}
