package dev.steno.smoke.langchain4j.newer;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.langchain4j.Assistants;
import dev.steno.smoke.langchain4j.Setting;
import dev.steno.smoke.langchain4j.Shape;
import dev.steno.smoke.langchain4j.Shapes;
import java.util.List;
import java.util.Map;

/** What an application's own listeners hear of its models of embeddings. */
public final class EmbeddingListenerShapes implements Shapes {
  @Override
  public Map<String, Shape> shapes() {
    return Map.of("embeddings-listened", EmbeddingListenerShapes::listened);
  }

  private static void listened(Setting setting, Transcript out) {
    EmbeddingModel model = setting.embeddings().addListeners(List.of(new Listener(out)));
    InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .contentRetriever(
                EmbeddingStoreContentRetriever.builder()
                    .embeddingStore(store)
                    .embeddingModel(model)
                    .build())
            .build();
    out.fact("answer", assistant.ask(setting.says("What do you know?")));
  }

  private record Listener(Transcript out) implements EmbeddingModelListener {
    @Override
    public void onRequest(EmbeddingModelRequestContext request) {
      out.fact("listener hears a request", request.textSegments());
    }

    @Override
    public void onResponse(EmbeddingModelResponseContext response) {
      out.fact("listener hears a response", response.response().content().size());
    }

    @Override
    public void onError(EmbeddingModelErrorContext error) {
      out.fact("listener hears an error", error.error().getClass().getName());
    }
  }
}
