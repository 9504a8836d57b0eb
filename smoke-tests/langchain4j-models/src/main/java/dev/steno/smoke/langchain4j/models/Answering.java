package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A handler that writes down what it is called with, and can be waited for. */
class Answering implements StreamingChatResponseHandler {
  private final StringBuilder events = new StringBuilder();
  private final CountDownLatch over = new CountDownLatch(1);

  @Override
  public void onPartialResponse(String partialResponse) {
    event("partial " + partialResponse);
  }

  @Override
  public void onCompleteResponse(ChatResponse completeResponse) {
    event("complete " + completeResponse);
    over();
  }

  @Override
  public void onError(Throwable error) {
    event("error " + Calls.stackTrace(error));
    over();
  }

  final synchronized void event(String event) {
    events.append(event).append('\n');
  }

  final void over() {
    over.countDown();
  }

  /** All that came, when it is over. */
  final String await() throws InterruptedException {
    boolean ended = over.await(30, TimeUnit.SECONDS);
    synchronized (this) {
      return events + (ended ? "over" : "never over");
    }
  }
}
