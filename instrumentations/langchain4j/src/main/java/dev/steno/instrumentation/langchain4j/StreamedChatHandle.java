package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.chat.response.StreamingHandle;

/** Stands before the handle by which an application cancels a streamed answer. */
final class StreamedChatHandle implements StreamingHandle {
  private final StreamingHandle handle;
  private final StreamedChat chat;

  StreamedChatHandle(StreamingHandle handle, StreamedChat chat) {
    this.handle = handle;
    this.chat = chat;
  }

  @Override
  public void cancel() {
    handle.cancel();
    chat.cancelled();
  }

  @Override
  public boolean isCancelled() {
    return handle.isCancelled();
  }
}
