package dev.steno.agent.export.otlp;

import dev.steno.agent.export.DeliveryException;
import dev.steno.agent.export.DeliveryException.Remedy;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import org.jspecify.annotations.Nullable;

/**
 * How the last request of one signal went.
 *
 * <p>The SDK's exporters are told that all went well: they would print into the application's log
 * what went wrong, and keep from us what a server asks for.
 */
final class Attempt {
  private static final int MOST_UNKNOWN = 5;

  private @Nullable DeliveryException failure;
  private PartialSuccess partial = PartialSuccess.NONE;
  private boolean isUnknown;
  private boolean isTooMuch;
  private boolean isOver;
  private int unknowns;

  void begin() {
    failure = null;
    partial = PartialSuccess.NONE;
    isUnknown = false;
    isTooMuch = false;
    isOver = false;
  }

  /** It was taken, all or a part of it. */
  void taken(byte[] answer) {
    isOver = true;
    unknowns = 0;
    partial = PartialSuccess.of(answer);
  }

  void failed(DeliveryException why) {
    isOver = true;
    failure = why;
  }

  /** An HTTP status that is none of success. */
  void refused(int status, DeliveryException why) {
    failed(why);
    isUnknown = status == 404 || status == 405 || status == 501;
    isTooMuch = status == 400 || status == 413 || status == 422;
  }

  /** Any status of gRPC but OK. */
  void refused(String host, GrpcResponse response) {
    String said =
        host
            + " answered "
            + response.getStatusCode()
            + " "
            + String.valueOf(response.getStatusDescription());
    boolean isTooLarge =
        said.contains("larger than max") || said.contains("message exceeds maximum");
    Remedy remedy =
        switch (response.getStatusCode()) {
          case UNAUTHENTICATED, PERMISSION_DENIED -> Remedy.PAUSE;
          case RESOURCE_EXHAUSTED -> isTooLarge ? Remedy.SET_ASIDE : Remedy.RETRY;
          case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
              Remedy.RETRY;
          // Also what is no gRPC at all: a proxy that has lost its server, for a while.
          case UNKNOWN -> ++unknowns > MOST_UNKNOWN ? Remedy.SET_ASIDE : Remedy.RETRY;
          default -> Remedy.SET_ASIDE;
        };
    failed(new DeliveryException(remedy, said, null, 1, null));
    switch (response.getStatusCode()) {
      case UNIMPLEMENTED -> isUnknown = true;
      case INVALID_ARGUMENT, RESOURCE_EXHAUSTED -> isTooMuch = remedy == Remedy.SET_ASIDE;
      default -> {}
    }
  }

  /** Null when it was taken. */
  @Nullable DeliveryException failure() {
    return isOver ? failure : new DeliveryException(Remedy.RETRY, "no answer came", null, 1, null);
  }

  PartialSuccess partial() {
    return partial;
  }

  /** Whether the backend does not know this signal, or this address. */
  boolean isUnknown() {
    return isUnknown;
  }

  /** Whether less of it may be taken. */
  boolean isTooMuch() {
    return isTooMuch;
  }
}
