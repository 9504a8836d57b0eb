package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.audio.AudioTranscriptionResponse;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Calls models in ways that came with 1.18 and 1.20: asynchronously, embeddings by request. */
final class NewestLocals {
  private NewestLocals() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    calls.call("async", prompt -> new Late().chatAsync(Asking.request(prompt)).join());
    calls.call(
        "async-fails",
        prompt -> {
          try {
            return new Late().chatAsync(Asking.request(prompt)).join();
          } catch (CompletionException e) {
            return e.getCause();
          }
        });
    calls.call(
        "async-cancelled",
        prompt -> {
          CompletableFuture<ChatResponse> future = new Late().chatAsync(Asking.request(prompt));
          return future.cancel(true) + " " + future.isCancelled();
        });
    calls.call(
        "embedding-request",
        prompt ->
            new Requested()
                .embed(EmbeddingRequest.builder().input(prompt).build())
                .embeddings()
                .size());
    calls.call("embedding", prompt -> new Requested().embed(prompt).content().dimension());
    calls.call(
        "transcription",
        prompt ->
            new Ears()
                .transcribe(
                    AudioTranscriptionRequest.builder(
                            Audio.builder()
                                .binaryData(new byte[] {1, 2, 3})
                                .mimeType("audio/wav")
                                .build())
                        .prompt(prompt)
                        .build())
                .text());
    calls.end();
  }

  /** Answers later. */
  private static final class Late implements ChatModel {
    @Override
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
      CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
      if (LocalChatModels.says(request, "async-cancelled")) {
        return answer;
      }
      CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                if (LocalChatModels.says(request, "async-fails")) {
                  answer.completeExceptionally(new IllegalStateException("told by the model"));
                } else {
                  answer.complete(
                      LocalChatModels.response(
                          AiMessage.from(LocalChatModels.ANSWER), FinishReason.STOP));
                }
              });
      return answer;
    }
  }

  private static final class Requested implements EmbeddingModel {
    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
      return EmbeddingResponse.builder()
          .embeddings(List.of(Embedding.from(new float[] {1, 2, 3, 4})))
          .build();
    }
  }

  private static final class Ears implements AudioTranscriptionModel {
    @Override
    public AudioTranscriptionResponse transcribe(AudioTranscriptionRequest request) {
      return AudioTranscriptionResponse.from(LocalChatModels.ANSWER);
    }
  }
}
