package dev.steno.smoke.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A model whose second answer is complete before the thread that asked for it comes back, and a
 * memory that gives what the third is asked with only once that thread has left.
 */
final class Overtaken implements StreamingChatModel {
  private static final int SECONDS = 20;
  private static final long MILLIS = 5;

  private final StreamingChatModel model;
  private final CountDownLatch secondIsAnswered = new CountDownLatch(1);
  private volatile Thread asking;
  private int asked;

  Overtaken(StreamingChatModel model) {
    this.model = model;
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    asked++;
    if (asked != 2) {
      model.chat(request, handler);
      return;
    }
    asking = Thread.currentThread();
    model.chat(request, handler);
    try {
      if (!secondIsAnswered.await(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the second answer did not come meanwhile");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  ChatMemory memory() {
    return new Waiting(MessageWindowChatMemory.withMaxMessages(20));
  }

  private final class Waiting implements ChatMemory {
    private final ChatMemory memory;

    Waiting(ChatMemory memory) {
      this.memory = memory;
    }

    @Override
    public Object id() {
      return memory.id();
    }

    @Override
    public void add(ChatMessage message) {
      memory.add(message);
    }

    @Override
    public List<ChatMessage> messages() {
      if (asking != null && asking != Thread.currentThread()) {
        secondIsAnswered.countDown();
        try {
          for (int i = 0; i < SECONDS * 1000 / MILLIS && isIn(asking); i++) {
            TimeUnit.MILLISECONDS.sleep(MILLIS);
          }
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return memory.messages();
    }

    private boolean isIn(Thread thread) {
      for (StackTraceElement element : thread.getStackTrace()) {
        if (element.getClassName().startsWith("dev.langchain4j.service.")) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void clear() {
      memory.clear();
    }
  }
}
