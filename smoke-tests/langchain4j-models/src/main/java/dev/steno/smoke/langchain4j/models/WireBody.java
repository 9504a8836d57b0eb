package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.steno.smoke.contract.Body;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A streamed answer, of which the thread that the client reads it on gives what is asked for. */
final class WireBody implements Body {
  private static final Cleaner FORGOTTEN = Cleaner.create();

  private final Pieces pieces;
  private final SuccessfulHttpResponse response;

  private WireBody(Pieces pieces, SuccessfulHttpResponse response) {
    this.pieces = pieces;
    this.response = response;
    FORGOTTEN.register(this, pieces::leave);
  }

  /** Waits for the head of the answer. */
  static WireBody of(Pieces pieces) throws Exception {
    try {
      return new WireBody(pieces, pieces.response.get(30, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public int status() {
    return response.statusCode();
  }

  @Override
  public byte[] next() throws Exception {
    return pieces.next();
  }

  @Override
  public Map<String, ?> facts() {
    return Map.of("class", response.getClass().getName());
  }

  @Override
  public void close() throws IOException {
    pieces.leave();
    try {
      pieces.over.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // What went wrong was told by next().
    }
  }

  /** What the two threads share. */
  static final class Pieces implements StreamingChatResponseHandler {
    private static final int BUFFER = 8_192;

    private final CompletableFuture<SuccessfulHttpResponse> response = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final Semaphore asked = new Semaphore(0);
    private final SynchronousQueue<Optional<byte[]>> given = new SynchronousQueue<>();
    private volatile boolean left;

    void open(SuccessfulHttpResponse head) {
      response.complete(head);
    }

    /** Reads what is asked for, until all is read or the application has left. */
    void serve(InputStream stream) {
      try {
        byte[] buffer = new byte[BUFFER];
        for (asked.acquire(); !left; asked.acquire()) {
          int read = stream.read(buffer);
          given.put(read < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, read)));
          if (read < 0) {
            return;
          }
        }
      } catch (InterruptedException | IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The next piece; null at the end. */
    byte[] next() throws Exception {
      if (over.isDone() || left) {
        rethrow();
        return null;
      }
      asked.release();
      while (true) {
        Optional<byte[]> piece = given.poll(10, TimeUnit.MILLISECONDS);
        if (piece != null) {
          if (piece.isEmpty()) {
            over.get(30, TimeUnit.SECONDS);
          }
          return piece.orElse(null);
        }
        if (over.isDone()) {
          rethrow();
          return null;
        }
      }
    }

    private void rethrow() throws Exception {
      if (over.isCompletedExceptionally()) {
        try {
          over.get();
        } catch (ExecutionException e) {
          throw e.getCause() instanceof Exception cause ? cause : e;
        }
      }
    }

    void leave() {
      left = true;
      asked.release();
    }

    @Override
    public void onPartialResponse(String partialResponse) {
      throw new AssertionError("nothing is parsed");
    }

    @Override
    public void onCompleteResponse(ChatResponse completeResponse) {
      over.complete(true);
    }

    @Override
    public void onError(Throwable error) {
      over.completeExceptionally(error);
      response.completeExceptionally(error);
    }
  }
}
