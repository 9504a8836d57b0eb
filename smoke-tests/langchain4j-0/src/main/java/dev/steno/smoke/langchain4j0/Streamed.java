package dev.steno.smoke.langchain4j0;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.StreamingResponseHandler;
import dev.langchain4j.model.output.Response;
import java.util.concurrent.CompletableFuture;

/** Gathers a streamed answer, and what its handler can see. */
final class Streamed implements StreamingResponseHandler<AiMessage> {
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<String> whole = new CompletableFuture<>();

  @Override
  public void onNext(String token) {
    text.append('|').append(token);
  }

  @Override
  public void onComplete(Response<AiMessage> response) {
    String frames = Calls.trace(new IllegalStateException("where onComplete is called"));
    whole.complete(
        text
            + "\n"
            + response
            + "\non "
            + Thread.currentThread().getName().replaceAll("-\\d+", "-n")
            + "\n"
            + frames);
  }

  @Override
  public void onError(Throwable error) {
    whole.complete(text + "\n" + Calls.trace(error));
  }

  String await() throws Exception {
    return Calls.await(whole);
  }
}
