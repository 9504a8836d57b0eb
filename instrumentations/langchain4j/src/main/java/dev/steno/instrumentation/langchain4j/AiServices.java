package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the turns of LangChain4j's AI services, 1.0 and newer. Signatures were checked with javap
 * in langchain4j 1.0.0, 1.3.0, 1.10.0, 1.11.0, 1.16.1, 1.17.2, 1.18.1 and 1.19.0.
 */
public final class AiServices implements Instrumentation {
  static final String NAME = "langchain4j";

  private static final String SERVICE = "dev.langchain4j.service.";
  private static final String HANDLER = SERVICE + "DefaultAiServices$1";
  private static final String STREAM = SERVICE + "AiServiceTokenStream";
  private static final String STREAM_HANDLER = SERVICE + "AiServiceStreamingResponseHandler";
  private static final String REGISTRAR =
      "dev.langchain4j.observability.api.DefaultAiServiceListenerRegistrar";
  private static final String EVENT = "dev.langchain4j.observability.api.event.AiServiceEvent";

  private static final String OBJECT = "java.lang.Object";
  private static final String OBJECTS = Object[].class.getName();
  private static final String METHOD = "java.lang.reflect.Method";
  private static final String STRING = "java.lang.String";
  private static final String LIST = "java.util.List";

  private static final String TURNS = "turns of LangChain4j's AI services";
  private static final String STREAMS = "streamed turns of LangChain4j's AI services";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    hooks.add(
        Hook.of(HANDLER, "invoke", List.of(OBJECT, METHOD, OBJECTS), Invoked.class).needed(TURNS));
    addFacts(hooks);
    addStreams(hooks);
    addModerations(hooks);
    Guardrails.addTo(hooks);
    hooks.replaceAll(hook -> hook.whereNot(Models.BEFORE_1));
    return hooks;
  }

  private static void addFacts(List<Hook> hooks) {
    String services = SERVICE + "DefaultAiServices";
    String said = "what users say to LangChain4j's AI services";
    // The first in 1.0, the other in newer versions.
    for (List<String> prepare :
        List.of(List.of(METHOD, OBJECTS), List.of(METHOD, OBJECTS, STRING, "java.util.Map"))) {
      hooks.add(Hook.of(services, "prepareUserMessage", prepare, Prepared.class).needed(said));
    }
    // From 1.6 on.
    hooks.add(Hook.of(REGISTRAR, "fireEvent", List.of(EVENT), AiServicesEvents.class));
    hooks.add(
        Hook.of(
                SERVICE + "memory.ChatMemoryService",
                "getOrCreateChatMemory",
                List.of(OBJECT),
                AiServicesMemory.class)
            .needed("conversations of LangChain4j's AI services"));
  }

  private static void addStreams(List<Hook> hooks) {
    String response = "dev.langchain4j.model.chat.response.ChatResponse";
    List<String> adapted = List.of(SERVICE + "TokenStream", "java.lang.reflect.Type");
    hooks.add(
        Hook.of(HANDLER, "adapt", adapted, AiServicesStream.Adapted.class)
            .needed("adapted streams of LangChain4j's AI services"));
    hooks.add(Hook.of(STREAM, "start", List.of(), AiServicesStream.Started.class).needed(STREAMS));
    hooks.add(
        Hook.of(
                STREAM_HANDLER,
                "onCompleteResponse",
                List.of(response),
                AiServicesStream.Completed.class)
            .needed(STREAMS));
    hooks.add(
        Hook.of(
            STREAM_HANDLER,
            "onError",
            List.of("java.lang.Throwable"),
            AiServicesStream.Failed.class));
  }

  private static void addModerations(List<Hook> hooks) {
    String trigger = "triggerModerationIfNeeded";
    hooks.add(Hook.of(HANDLER, trigger, List.of(METHOD, LIST), ModerationTriggered.class));
    // The task that the other thread runs: the same name in all versions.
    hooks.add(Hook.of(HANDLER, "lambda$" + trigger + "$0", List.of(LIST), ModerationRun.class));
  }

  /** What an application calls: any method of a service's proxy. */
  static final class Invoked implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object proxy = arguments[0];
      return proxy == null ? null : AiServicesTurn.begin(proxy, (Method) arguments[1]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof AiServicesTurn turn) {
        turn.left(returned, thrown);
      }
      return returned;
    }
  }

  /** What the user says, before anything is added to it. */
  static final class Prepared implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Step agent = Recorder.enclosing(Kind.AGENT);
      if (agent != null && returned instanceof UserMessage message) {
        agent.tell(Fact.INPUT, AiServicesTexts.of(message));
      }
      return returned;
    }
  }

  /** A moderation runs on a thread of a pool, and knows the turn by its list of messages. */
  static final class ModerationTriggered implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object messages = arguments[1];
      if (messages != null) {
        Recorder.handOff(messages);
      }
      return null;
    }
  }

  /** The moderation on that thread. */
  static final class ModerationRun implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object messages = arguments[0];
      return messages == null ? null : Recorder.inside(messages);
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
}
