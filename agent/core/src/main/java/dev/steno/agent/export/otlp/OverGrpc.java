package dev.steno.agent.export.otlp;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends by a sender of the SDK, and keeps for us how it went. */
final class OverGrpc implements GrpcSender {
  private final GrpcSender sender;
  private final Attempt attempt;
  private final String host;

  OverGrpc(GrpcSender sender, Attempt attempt, String host) {
    this.sender = sender;
    this.attempt = attempt;
    this.host = host;
  }

  @Override
  public void send(
      MessageWriter writer, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
    sender.send(
        writer,
        response -> {
          if (response.getStatusCode() == GrpcStatusCode.OK) {
            attempt.taken(response.getResponseMessage());
          } else {
            attempt.refused(host, response);
          }
        },
        failure ->
            attempt.failed(
                new DeliveryException(
                    Remedy.RETRY, host + " cannot be reached: " + failure, null, 1, failure)));
    onResponse.accept(Taken.INSTANCE);
  }

  @Override
  public CompletableResultCode shutdown() {
    return sender.shutdown();
  }

  /** What the exporter is told in any case. */
  private enum Taken implements GrpcResponse {
    INSTANCE;

    @Override
    public GrpcStatusCode getStatusCode() {
      return GrpcStatusCode.OK;
    }

    @Override
    public @Nullable String getStatusDescription() {
      return null;
    }

    @Override
    public byte[] getResponseMessage() {
      return new byte[0];
    }
  }
}
