package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.AugmentationResult;
import dev.langchain4j.rag.query.Query;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records what LangChain4j retrieves for a turn, 1.0 and newer. Signatures were checked with javap
 * in langchain4j-core 1.0.0, 1.3.0, 1.10.0, 1.11.0, 1.16.1, 1.17.2, 1.18.1 and 1.20.0.
 */
public final class Retrieval implements Instrumentation {
  private static final String RAG = "dev.langchain4j.rag.";
  private static final String RETRIEVER = RAG + "content.retriever.ContentRetriever";
  private static final String AUGMENTOR = RAG + "RetrievalAugmentor";

  @Override
  public String name() {
    return AiServices.NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<String> query = List.of(RAG + "query.Query");
    List<String> request = List.of(RAG + "AugmentationRequest");
    List<Hook> hooks = new ArrayList<>();
    hooks.add(Hook.of(RETRIEVER, "retrieve", query, Retrieved.class).inSubtypesToo());
    hooks.add(Hook.of(AUGMENTOR, "augment", request, Augmented.class).inSubtypesToo());
    // From 1.20 on.
    hooks.add(Hook.of(RETRIEVER, "retrieveAsync", query, RetrievedLater.class).inSubtypesToo());
    hooks.add(Hook.of(AUGMENTOR, "augmentAsync", request, AugmentedLater.class).inSubtypesToo());
    hooks.replaceAll(hook -> hook.whereNot(Models.BEFORE_1));
    return hooks;
  }

  /** A retriever is asked, maybe on a thread of a pool: then the query leads to the turn. */
  static final class Retrieved implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof Query query ? retrieving(query) : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Step step) {
        step.leave();
        over(step, returned, thrown);
      }
      return returned;
    }
  }

  /** The same, and the documents come later. */
  static final class RetrievedLater implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      boolean has = RetrievalLater.has(self, "retrieveAsync", Query.class);
      return has && arguments[0] instanceof Query query ? retrieving(query) : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      RetrievalLater.left(state, returned, thrown);
      return returned;
    }
  }

  /**
   * All that is retrieved for one message. What its retrievers find is recorded of them, except
   * where they are lambdas.
   */
  static final class Augmented implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof AugmentationRequest request ? augmenting(request) : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Step step) {
        step.leave();
        over(step, returned, thrown);
      }
      return returned;
    }
  }

  /** The same, and the documents come later. */
  static final class AugmentedLater implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      boolean has = RetrievalLater.has(self, "augmentAsync", AugmentationRequest.class);
      return has && arguments[0] instanceof AugmentationRequest request
          ? augmenting(request)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      RetrievalLater.left(state, returned, thrown);
      return returned;
    }
  }

  private static @Nullable Step retrieving(Query query) {
    StepStart start = StepStart.of(AiServices.NAME, Kind.RETRIEVAL, query);
    Step step = Recorder.step(start, query.metadata());
    if (step != null) {
      step.tell(Fact.QUERY, query.text());
    }
    return step;
  }

  private static @Nullable Step augmenting(AugmentationRequest request) {
    StepStart start = new StepStart(AiServices.NAME, Kind.RETRIEVAL, request, true);
    Step step = Recorder.step(start, request.metadata());
    if (step != null) {
      step.tell(Fact.QUERY, AiServicesTexts.of(request.chatMessage()));
      if (request.metadata() != null) {
        step.handOff(request.metadata());
      }
    }
    return step;
  }

  /** It is over, with what was found. */
  static void over(Step step, @Nullable Object returned, @Nullable Throwable thrown) {
    if (thrown != null) {
      step.failed(thrown);
      return;
    }
    Object found = returned instanceof AugmentationResult result ? result.contents() : returned;
    if (found instanceof List<?> contents) {
      step.tell(Fact.DOCUMENTS, RetrievalDocuments.of(contents));
    }
    step.end();
  }
}
