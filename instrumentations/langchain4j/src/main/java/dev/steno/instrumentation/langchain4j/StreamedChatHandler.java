package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the application's handler. Written against the newest interface: what an older one
 * lacks is never called, and no type is loaded that only stands in a signature.
 */
final class StreamedChatHandler implements StreamingChatResponseHandler {
  private final StreamingChatResponseHandler handler;
  private final StreamedChat chat;
  private final StreamedCancels cancels;

  StreamedChatHandler(StreamingChatResponseHandler handler, StreamedChat chat) {
    this.handler = handler;
    this.chat = chat;
    this.cancels = new StreamedCancels(chat);
  }

  @Override
  public void onPartialResponse(String partialResponse) {
    chat.text(partialResponse);
    Runnable back = chat.outside();
    try {
      handler.onPartialResponse(partialResponse);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
    chat.text(partialResponse == null ? null : partialResponse.text());
    PartialResponseContext ours = cancels.of(context);
    Runnable back = chat.outside();
    try {
      handler.onPartialResponse(partialResponse, ours);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onPartialThinking(PartialThinking partialThinking) {
    chat.thinking(partialThinking == null ? null : partialThinking.text());
    Runnable back = chat.outside();
    try {
      handler.onPartialThinking(partialThinking);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
    chat.thinking(partialThinking == null ? null : partialThinking.text());
    PartialThinkingContext ours = cancels.of(context);
    Runnable back = chat.outside();
    try {
      handler.onPartialThinking(partialThinking, ours);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onPartialToolCall(PartialToolCall partialToolCall) {
    chat.chunk();
    Runnable back = chat.outside();
    try {
      handler.onPartialToolCall(partialToolCall);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
    chat.chunk();
    PartialToolCallContext ours = cancels.of(context);
    Runnable back = chat.outside();
    try {
      handler.onPartialToolCall(partialToolCall, ours);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onCompleteToolCall(CompleteToolCall completeToolCall) {
    chat.chunk();
    Runnable back = chat.outside();
    try {
      handler.onCompleteToolCall(completeToolCall);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onUnmappedRawEvent(Object rawEvent) {
    Runnable back = chat.outside();
    try {
      handler.onUnmappedRawEvent(rawEvent);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onCompleteResponse(@Nullable ChatResponse completeResponse) {
    // Before: what the handler does with the answer may be another call.
    chat.complete(completeResponse);
    Runnable back = chat.outsideAfter();
    try {
      handler.onCompleteResponse(completeResponse);
    } finally {
      StreamedChat.back(back);
    }
  }

  @Override
  public void onError(@Nullable Throwable error) {
    chat.failed(error);
    Runnable back = chat.outsideAfter();
    try {
      handler.onError(error);
    } finally {
      StreamedChat.back(back);
    }
  }
}
