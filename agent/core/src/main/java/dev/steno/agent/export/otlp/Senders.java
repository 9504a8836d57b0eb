package dev.steno.agent.export.otlp;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the SDK's exporters of one signal send with. */
final class Senders implements ComponentLoader {
  private final Attempt attempt;
  private final String userAgent;
  private final Clock clock;
  private @Nullable OverHttp http;

  Senders(Attempt attempt, String userAgent, Clock clock) {
    this.attempt = attempt;
    this.userAgent = userAgent;
    this.clock = clock;
  }

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    if (type == HttpSenderProvider.class) {
      HttpSenderProvider ours =
          config -> {
            OverHttp made = new OverHttp(config, attempt, userAgent, clock);
            http = made;
            return made;
          };
      return List.of(type.cast(ours));
    }
    if (type == GrpcSenderProvider.class) {
      GrpcSenderProvider ours =
          config ->
              new OverGrpc(
                  grpc().createSender(config), attempt, config.getEndpoint().getAuthority());
      return List.of(type.cast(ours));
    }
    return List.of();
  }

  /** What the last exporter that was made sends over HTTP with; null when there is none. */
  @Nullable OverHttp http() {
    return http;
  }

  private static GrpcSenderProvider grpc() {
    Iterator<GrpcSenderProvider> found =
        ComponentLoader.forClassLoader(Senders.class.getClassLoader())
            .load(GrpcSenderProvider.class)
            .iterator();
    return found.next();
  }
}
