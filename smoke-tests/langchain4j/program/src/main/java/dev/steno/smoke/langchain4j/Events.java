package dev.steno.smoke.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.TokenStream;
import dev.steno.smoke.contract.Transcript;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a token stream tells the application, as it comes; with each piece of text the server is
 * told to send the next.
 */
public final class Events {
  private static final int SECONDS = 30;
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private final Setting setting;
  private final Transcript out;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicLong last = new AtomicLong();

  public Events(Setting setting, Transcript out) {
    this.setting = setting;
    this.out = out;
  }

  /** Listens to all that it tells, in every version. */
  public TokenStream of(TokenStream stream) {
    return stream
        .onRetrieved(contents -> Told.sources(out, contents))
        .onPartialResponse(this::partial)
        .onToolExecuted(execution -> Told.execution(out, execution))
        .onCompleteResponse(this::complete)
        .onError(this::error);
  }

  public void partial(String text) {
    out.fact("partial", text);
    out.thread("  on");
    last.set(System.nanoTime());
    setting.next();
  }

  public void complete(ChatResponse response) {
    out.thread("complete on");
    Told.response(out, response);
    last.set(System.nanoTime());
    over.countDown();
  }

  public void error(Throwable error) {
    out.thread("error on");
    out.thrown(error);
    last.set(System.nanoTime());
    over.countDown();
  }

  /** Until it is over, and nothing more comes: some versions tell of an error and then go on. */
  public void await() throws InterruptedException {
    await(SECONDS);
  }

  void await(int seconds) throws InterruptedException {
    boolean isOver = over.await(seconds, TimeUnit.SECONDS);
    while (System.nanoTime() - last.get() < QUIET_NANOS) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    out.fact("over", isOver);
  }
}
