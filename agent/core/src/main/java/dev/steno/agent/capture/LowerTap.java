package dev.steno.agent.capture;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Tap;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tap of a layer below the one that tells a call: takes only what is not known up there.
 * Nothing that fails behind it reaches the application.
 */
final class LowerTap implements Tap {
  private final CallTap call;
  private final Frame frame;
  private final Log log;
  private boolean tellsRequest;

  LowerTap(CallTap call, Frame frame, Log log) {
    this.call = call;
    this.frame = frame;
    this.log = log;
  }

  @Override
  public void leave() {
    frame.pop();
  }

  @Override
  public void attempt(int number) {
    call.attempt(number);
  }

  @Override
  public boolean wantsRequest() {
    return call.isRequestUnseen();
  }

  @Override
  public void requestBegin(@Nullable String contentType) {
    if (call.isRequestUnseen()) {
      tellsRequest = true;
      call.requestBegin(contentType);
    }
  }

  @Override
  public void requestBytes(byte[] buffer, int offset, int length) {
    if (tellsRequest) {
      contained(() -> call.requestBytes(buffer, offset, length));
    }
  }

  @Override
  public void requestBytes(ByteBuffer buffer) {
    if (tellsRequest) {
      contained(() -> Copies.tell(buffer, call::requestBytes));
    }
  }

  @Override
  public void requestEnd() {
    if (tellsRequest) {
      contained(call::requestEnd);
    }
  }

  @Override
  public OutputStream requestBody(@Nullable String contentType, OutputStream out) {
    if (!call.isRequestUnseen()) {
      return out;
    }
    requestBegin(contentType);
    return guarded(out, original -> GuardedTap.requestStream(original, this));
  }

  @Override
  public boolean wantsAnswer() {
    return false;
  }

  @Override
  public void response(
      Object handle,
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String requestId) {
    contained(() -> call.answeredBelow(frame.level(), status, requestId));
  }

  @Override
  public InputStream body(InputStream body, Object owner) {
    return body;
  }

  @Override
  public <T> T guarded(T original, UnaryOperator<T> wrap) {
    try {
      return wrap.apply(original);
    } catch (Throwable failure) {
      say(failure);
      return original;
    }
  }

  private void contained(Runnable telling) {
    try {
      telling.run();
    } catch (Throwable failure) {
      say(failure);
    }
  }

  private void say(Throwable failure) {
    try {
      log.warn(
          "a call is recorded without what its HTTP client knows: " + Failures.describe(failure));
    } catch (Throwable again) {
      // The application goes first.
    }
  }

  @Override
  public void request(@Nullable String contentType, BodyWriter body) {}

  @Override
  public void requestUnseen() {}

  @Override
  public void bytes(byte[] buffer, int offset, int length) {}

  @Override
  public void bytes(ByteBuffer buffer) {}

  @Override
  public void single(int read) {}

  @Override
  public void skipped(long count) {}

  @Override
  public void marked() {}

  @Override
  public void reset() {}

  @Override
  public void end() {}

  @Override
  public void handedOver() {}

  @Override
  public void failed(Throwable thrown) {}

  @Override
  public void closed() {}
}
