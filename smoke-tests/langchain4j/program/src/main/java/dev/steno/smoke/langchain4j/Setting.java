package dev.steno.smoke.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a shape works with.
 *
 * @param shape its name
 * @param url the address of the model's server
 */
public record Setting(String shape, String url) {
  /** A secret, which is to be found nowhere but on the wire. */
  public static final String KEY = "sk-canary-7c31d9";

  /** What the user says; the server answers by the name in it. */
  public String says(String words) {
    return "[" + shape + "] " + words;
  }

  public OpenAiChatModelBuilder chatBuilder() {
    return OpenAiChatModel.builder().baseUrl(url + "/v1").apiKey(KEY).modelName("gpt-4o");
  }

  public OpenAiChatModel chat() {
    return chatBuilder().build();
  }

  public OpenAiStreamingChatModelBuilder streamingBuilder() {
    return OpenAiStreamingChatModel.builder().baseUrl(url + "/v1").apiKey(KEY).modelName("gpt-4o");
  }

  public OpenAiStreamingChatModel streaming() {
    return streamingBuilder().build();
  }

  public OpenAiEmbeddingModel embeddings() {
    return OpenAiEmbeddingModel.builder()
        .baseUrl(url + "/v1")
        .apiKey(KEY)
        .modelName("text-embedding-3-small")
        .build();
  }

  /** Finds two of three documents. */
  public ContentRetriever retriever() {
    return retriever("terms");
  }

  /** Finds two of three documents, which have ids with that beginning. */
  public ContentRetriever retriever(String name) {
    InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    store.addAll(
        List.of(name + "-1", name + "-2", name + "-3"),
        List.of(
            Embedding.from(new float[] {1, 0, 0, 0}),
            Embedding.from(new float[] {0.8f, 0.6f, 0, 0}),
            Embedding.from(new float[] {0, 0, 1, 0})),
        List.of(
            TextSegment.from(name + ": parcels take two days."),
            TextSegment.from(name + ": lost parcels are paid for."),
            TextSegment.from(name + ": cats are no parcels.")));
    return EmbeddingStoreContentRetriever.builder()
        .embeddingStore(store)
        .embeddingModel(embeddings())
        .maxResults(2)
        .build();
  }

  /** Lets the server send the next piece of the answer. */
  public void next() {
    tell("/next/");
  }

  /** Whether the server learnt, in a while, that its endless answer was left. */
  public boolean isLeft() {
    return tell("/left/").contains(" 204 ");
  }

  /** Over a plain socket, of which no agent wants anything. */
  private String tell(String what) {
    URI server = URI.create(url);
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      String request = "GET " + what + shape + " HTTP/1.0\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
