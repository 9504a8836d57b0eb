package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.AugmentationResult;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is looked up for a turn. */
final class Retrieval {
  private Retrieval() {}

  /** A retriever is asked, maybe on another thread than the turn's. */
  static final class Retrieve implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (!(arguments[0] instanceof Query query)) {
        return null;
      }
      Step step =
          Recorder.step(StepStart.of(LangChain4j0.NAME, Kind.RETRIEVAL, query), query.metadata());
      if (step != null) {
        step.tell(Fact.QUERY, query.text());
      }
      return step;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Step step) {
        over(step, returned, thrown);
      }
      return returned;
    }
  }

  /** A query is routed to retrievers, by a model maybe, on another thread than the turn's. */
  static final class Route implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      boolean isCarried = Recorder.innermost() == null && arguments[0] instanceof Query;
      Metadata metadata = isCarried ? ((Query) arguments[0]).metadata() : null;
      return metadata == null ? null : Recorder.inside(metadata);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Runnable out) {
        out.run();
      }
      return returned;
    }
  }

  /** A message is augmented: counts when none of the retrievers that were asked is known. */
  static final class Augment implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] instanceof AugmentationRequest request
          ? begun(request.chatMessage(), request.metadata())
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Step step) {
        over(step, returned instanceof AugmentationResult found ? found.contents() : null, thrown);
      }
      return returned;
    }
  }

  /** The same, by what an augmentor of the application's own may have instead. */
  static final class AugmentMessage implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[1] instanceof Metadata metadata
          ? begun((ChatMessage) arguments[0], metadata)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Step step) {
        over(step, null, thrown);
      }
      return returned;
    }
  }

  private static @Nullable Step begun(@Nullable ChatMessage message, @Nullable Metadata metadata) {
    if (metadata == null) {
      return null;
    }
    Step step =
        Recorder.step(new StepStart(LangChain4j0.NAME, Kind.RETRIEVAL, metadata, true), null);
    if (step != null) {
      step.handOff(metadata);
      step.tell(Fact.QUERY, message instanceof UserMessage user ? Bare.text(user) : null);
    }
    return step;
  }

  private static void over(Step step, @Nullable Object found, @Nullable Throwable thrown) {
    step.leave();
    try {
      if (found instanceof List<?> contents) {
        step.tell(Fact.DOCUMENTS, documents(contents));
      }
    } finally {
      if (thrown != null) {
        step.failed(thrown);
      } else {
        step.end();
      }
    }
  }

  /** Neither ids nor scores: before 1.0, what is found has lost them. */
  private static List<Object> documents(List<?> contents) {
    List<Object> documents = new ArrayList<>();
    for (Object content : contents) {
      if (content instanceof Content text && text.textSegment() != null) {
        documents.add(Map.of("content", text.textSegment().text()));
      }
    }
    return documents;
  }
}
