package dev.steno.agent.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One model call that is being recorded: what an instrumentation tells of it, on the application's
 * threads, in the order in which it happens.
 *
 * <p>Safe for use by several threads. After an end ({@link #failed}, {@link #closed}, the last byte
 * of a {@link #body}) everything else is ignored. No header, no option of a client is ever passed
 * here.
 */
public interface Tap {
  /** Writes a request's body. */
  @FunctionalInterface
  interface BodyWriter {
    /** Writes all of it, and does not close the stream. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Takes a bounded copy of the request's body, before the request goes out.
   *
   * @param contentType the body's media type, or null when it is not known
   * @param body writes the body, as it will be sent; what it throws is contained
   */
  void request(@Nullable String contentType, BodyWriter body);

  /**
   * The request's body cannot be seen here: a layer below, which sees it go out, may tell it, with
   * the methods that follow.
   */
  void requestUnseen();

  /**
   * Whether the request's bytes are still wanted: not when another layer tells them, when they are
   * known, or when the request turned out to be no model call. It may become false at any time.
   */
  boolean wantsRequest();

  /**
   * The request's body begins to go out, for the first time or once more; what of it came before is
   * forgotten, unless it came whole.
   *
   * @param contentType the body's media type, or null when it is not known
   */
  void requestBegin(@Nullable String contentType);

  /** These bytes of the request go out; they are copied. */
  void requestBytes(byte[] buffer, int offset, int length);

  /** What remains in this buffer goes out; it is copied, and the buffer is left as it is. */
  void requestBytes(ByteBuffer buffer);

  /** The request's body is complete. */
  void requestEnd();

  /**
   * A stream that passes all on to {@code out}, and tells what goes through: from {@link
   * #requestBegin} now to {@link #requestEnd} at its close.
   */
  OutputStream requestBody(@Nullable String contentType, OutputStream out);

  /**
   * Whether the answer's bytes are wanted, asked before {@link #response} or after it: when not,
   * nothing needs to be wrapped, since another layer tells them, or there is nothing to record.
   */
  boolean wantsAnswer();

  /** This thread leaves the method in which the call began; the call itself may go on. */
  void leave();

  /** Another attempt goes out: {@code number} is 1 for the first. */
  void attempt(int number);

  /**
   * The answer's head has come.
   *
   * @param handle what the application must hold to read or close the answer: once it is collected
   *     without an end, the call is recorded as abandoned
   * @param contentType the media type, or null
   * @param contentEncoding {@code gzip} and the like when the body will be read compressed, or null
   * @param requestId the provider's id of the request, or null
   */
  void response(
      Object handle,
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String requestId);

  /**
   * The same bytes, of which what the application reads is copied; never reads ahead. Its end, its
   * close and what it throws end the call.
   *
   * @param body what the library would have got
   * @param owner held as long as the returned stream is
   */
  InputStream body(InputStream body, Object owner);

  /** The application read these bytes of the answer; they are copied. */
  void bytes(byte[] buffer, int offset, int length);

  /** The application got what remains in this buffer; it is copied, and left as it is. */
  void bytes(ByteBuffer buffer);

  /** The application read this byte of the answer, or its end when it is negative. */
  void single(int read);

  /** The application skipped that many bytes of the answer: they are not known. */
  void skipped(long count);

  /** The application marked this place of the answer. */
  void marked();

  /** The application went back to the place that it marked, and will read the same bytes again. */
  void reset();

  /** The application read the answer to its last byte. */
  void end();

  /** The answer goes to the application as it came, and what it reads of it is not to be known. */
  void handedOver();

  /** The call, or the reading of its answer, threw. */
  void failed(Throwable thrown);

  /** The application closed the answer; whether it was whole by then shows in its bytes. */
  void closed();

  /**
   * What {@code wrap} makes of the original, or the original itself when that fails: for what is
   * handed to the application outside of an interceptor.
   */
  <T> T guarded(T original, UnaryOperator<T> wrap);
}
