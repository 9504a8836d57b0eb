package dev.steno.agent.capture;

import dev.steno.agent.health.Failures;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import dev.steno.agent.wire.Ending.How;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The tap that instrumentations and wrappers hold: nothing that fails behind it reaches the
 * application. After a failure the call is given up, and counted.
 */
final class GuardedTap implements Tap {
  private static final Unseen<InputStream> BODY =
      Unseen.of(MethodHandles.lookup(), InputStream.class, TapInputStream.class);

  private static final Unseen<OutputStream> REQUEST =
      Unseen.of(MethodHandles.lookup(), OutputStream.class, TapOutputStream.class);

  private final CallTap call;
  private final Frame frame;
  private final Log log;

  GuardedTap(CallTap call, Frame frame, Log log) {
    this.call = call;
    this.frame = frame;
    this.log = log;
  }

  @Override
  public void request(@Nullable String contentType, BodyWriter body) {
    try {
      RequestCopy copy = new RequestCopy();
      body.writeTo(copy);
      call.request(copy, contentType);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void requestUnseen() {
    call.requestUnseen();
  }

  @Override
  public boolean wantsRequest() {
    return call.wantsRequest();
  }

  @Override
  public void requestBegin(@Nullable String contentType) {
    try {
      call.requestBegin(contentType);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void requestBytes(byte[] buffer, int offset, int length) {
    try {
      call.requestBytes(buffer, offset, length);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void requestBytes(ByteBuffer buffer) {
    try {
      Copies.tell(buffer, call::requestBytes);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void requestEnd() {
    try {
      call.requestEnd();
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public OutputStream requestBody(@Nullable String contentType, OutputStream out) {
    try {
      if (!call.wantsRequest()) {
        return out;
      }
      call.requestBegin(contentType);
      return requestStream(out, this);
    } catch (Throwable failure) {
      giveUp(failure);
      return out;
    }
  }

  static OutputStream requestStream(OutputStream out, Tap tap) {
    return REQUEST.make(out, tap);
  }

  @Override
  public boolean wantsAnswer() {
    try {
      return call.wantsAnswer();
    } catch (Throwable failure) {
      giveUp(failure);
      return false;
    }
  }

  @Override
  public void leave() {
    frame.pop();
  }

  @Override
  public void attempt(int number) {
    try {
      call.attempt(number);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void response(
      Object handle,
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String requestId) {
    try {
      call.response(handle, status, contentType, contentEncoding, requestId);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public InputStream body(InputStream body, Object owner) {
    try {
      return call.ended() ? body : BODY.make(body, this, owner);
    } catch (Throwable failure) {
      giveUp(failure);
      return body;
    }
  }

  @Override
  public void bytes(byte[] buffer, int offset, int length) {
    try {
      call.bytes(buffer, offset, length);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void bytes(ByteBuffer buffer) {
    try {
      call.bytes(buffer);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void single(int read) {
    try {
      if (read < 0) {
        call.finish(How.END_OF_BODY, null, null);
      } else {
        call.single((byte) read);
      }
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void skipped(long count) {
    try {
      call.skipped(count);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void marked() {
    try {
      call.marked();
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void reset() {
    try {
      call.reset();
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public <T> T guarded(T original, UnaryOperator<T> wrap) {
    try {
      return wrap.apply(original);
    } catch (Throwable failure) {
      giveUp(failure);
      return original;
    }
  }

  @Override
  public void end() {
    finish(How.END_OF_BODY);
  }

  @Override
  public void handedOver() {
    finish(How.HANDED_OVER);
  }

  @Override
  public void failed(Throwable thrown) {
    try {
      Throwable seen = Thrown.unwrapped(thrown);
      call.finish(How.FAILED, seen.getClass().getName(), Thrown.message(seen));
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  @Override
  public void closed() {
    finish(onCleaner() ? How.ABANDONED : How.CLOSED);
  }

  /**
   * A library that closes what the application lost (openai-java 2+) does so on a JDK's cleaner.
   */
  private static boolean onCleaner() {
    String name = Thread.currentThread().getName();
    return name.startsWith("Cleaner-") || name.equals("Common-Cleaner");
  }

  private void finish(How how) {
    try {
      call.finish(how, null, null);
    } catch (Throwable failure) {
      giveUp(failure);
    }
  }

  private void giveUp(Throwable failure) {
    try {
      call.dropped("capture_failed");
      log.warn("a call could not be recorded: " + Failures.describe(failure));
    } catch (Throwable again) {
      // The sweep of open calls ends it; the application goes first.
    }
  }
}
