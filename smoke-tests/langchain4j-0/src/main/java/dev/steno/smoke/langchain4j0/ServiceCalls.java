package dev.steno.smoke.langchain4j0;

import static dev.steno.smoke.langchain4j0.ProviderCalls.embedding;
import static dev.steno.smoke.langchain4j0.ProviderCalls.openAi;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;

/** Turns of AI services. */
final class ServiceCalls {
  private static final int MEMORY = 20;

  private ServiceCalls() {}

  static void run(Calls calls) {
    String url = calls.address() + "/v1";
    calls.call("service", prompt -> of(url, "gpt-4o").build().chat(prompt));
    calls.call("service-template", prompt -> of(url, "gpt-4o").build().ask(prompt));
    calls.call("service-message", prompt -> of(url, "gpt-4o").build().message(prompt));
    calls.call("service-result", prompt -> of(url, "gpt-4o").build().result(prompt).content());
    calls.call("service-enum", prompt -> of(url, "mood").build().mood(prompt));
    calls.call("service-list", prompt -> of(url, "gpt-4o").build().list(prompt));
    calls.call("service-to-string", prompt -> of(url, "gpt-4o").build().hashCode() != 0);
    calls.call("service-failing", prompt -> of(url, "server-error").build().chat(prompt));
    calls.call(
        "service-turn",
        prompt ->
            of(url, "turn")
                .tools(new Weather())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(MEMORY))
                .contentRetriever(retriever(url))
                .build()
                .ask(prompt));
    calls.call(
        "service-tool-throws",
        prompt ->
            of(url, "tool-throws")
                .tools(new Weather())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(MEMORY))
                .build()
                .chat(prompt));
    Assistant byId =
        of(url, "gpt-4o")
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(MEMORY))
            .build();
    calls.call("memory-id-1", prompt -> byId.remember(7, prompt));
    calls.call("memory-id-2", prompt -> byId.remember(7, prompt));
    Assistant shared =
        of(url, "gpt-4o").chatMemory(MessageWindowChatMemory.withMaxMessages(MEMORY)).build();
    calls.call("memory-shared-1", shared::chat);
    calls.call("memory-shared-2", shared::chat);
    calls.call(
        "memory-other",
        of(url, "gpt-4o").chatMemory(MessageWindowChatMemory.withMaxMessages(MEMORY)).build()
            ::chat);
    calls.call(
        "retrieval-several",
        prompt ->
            of(url, "gpt-4o").retrievalAugmentor(severalRetrievers(url)).build().chat(prompt));
    calls.call(
        "retrieval-unknown",
        prompt -> of(url, "gpt-4o").retrievalAugmentor(new Glossary()).build().chat(prompt));
  }

  static AiServices<Assistant> of(String url, String model) {
    return AiServices.builder(Assistant.class).chatLanguageModel(openAi(url, model));
  }

  private static ContentRetriever retriever(String url) {
    InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    Embedding same = Embedding.from(new float[] {0.5f, -0.25f, 0.125f, 1.0f});
    store.add(same, TextSegment.from("Paris has 2 million people."));
    store.add(same, TextSegment.from("Lyon is not the capital."));
    return new EmbeddingStoreContentRetriever(store, embedding(url), 2);
  }

  private static RetrievalAugmentor severalRetrievers(String url) {
    return DefaultRetrievalAugmentor.builder()
        .queryRouter(new DefaultQueryRouter(new Facts("one"), retriever(url)))
        .build();
  }

  /** A retriever of the application's. */
  private static final class Facts implements ContentRetriever {
    private final String fact;

    Facts(String fact) {
      this.fact = fact;
    }

    @Override
    public List<Content> retrieve(Query query) {
      return List.of(Content.from(fact));
    }
  }

  /** An augmentor of the application's, without retrievers. */
  private static final class Glossary implements RetrievalAugmentor {
    @Override
    @SuppressWarnings("deprecation") // the one that there was before
    public dev.langchain4j.data.message.UserMessage augment(
        dev.langchain4j.data.message.UserMessage message, Metadata metadata) {
      return dev.langchain4j.data.message.UserMessage.from(
          message.singleText() + " (France: a country)");
    }
  }
}
