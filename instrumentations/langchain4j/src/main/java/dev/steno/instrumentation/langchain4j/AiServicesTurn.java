package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.service.TokenStream;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an AI service, which is the key of its step. It holds nothing of the application's,
 * since it lives until the turn is over.
 */
final class AiServicesTurn {
  private final boolean own;
  private @Nullable Step step;
  private volatile boolean streams;
  private volatile boolean remembered;

  private AiServicesTurn(boolean own) {
    this.own = own;
  }

  /**
   * Begins a turn, or goes on with the one of the agent that this method is invoked for.
   *
   * @return null when that method is none, or when there is nothing to record
   */
  static @Nullable AiServicesTurn begin(Object proxy, Method method) {
    if (!isTurn(method)) {
      return null;
    }
    // An agent's ends with its method, and an answer that is streamed does not.
    Step agents = method.getReturnType() == TokenStream.class ? null : agents(method);
    AiServicesTurn turn = new AiServicesTurn(agents == null);
    Step step =
        agents == null
            ? Recorder.step(StepStart.of(AiServices.NAME, Kind.AGENT, turn), null)
            : agents;
    if (step == null) {
      return null;
    }
    turn.step = step;
    Class<?>[] services = proxy.getClass().getInterfaces();
    Class<?> service = services.length == 0 ? method.getDeclaringClass() : services[0];
    if (turn.own) {
      step.tell(Fact.NAME, service.getSimpleName());
    }
    step.tell(Fact.PROPERTIES, Map.of("service", service.getName(), "method", method.getName()));
    return turn;
  }

  /** A default method runs on the application's own; what it calls of the service are the turns. */
  private static boolean isTurn(Method method) {
    Class<?> type = method.getDeclaringClass();
    boolean isRun = method.isDefault() && AiServicesVersion.RUNS_DEFAULT_METHODS;
    return !isRun
        && type != Object.class
        && !type.getName().equals("dev.langchain4j.service.memory.ChatMemoryAccess");
  }

  /** The step that LangChain4j's agents began for this very method. */
  private static @Nullable Step agents(Method method) {
    Step around = Recorder.innermost();
    return around != null && method.equals(around.key()) ? around : null;
  }

  /** The turn of that step, if it is one that began here. */
  static @Nullable AiServicesTurn of(@Nullable Step agent) {
    return agent != null && agent.key() instanceof AiServicesTurn turn ? turn : null;
  }

  /** Its answer will come from that stream, once the application starts it. */
  void streams(TokenStream stream) {
    Step turn = step;
    if (turn != null) {
      streams = true;
      turn.handOff(stream);
      turn.holdBy(stream);
    }
  }

  /** Whether its conversation was not known before. */
  boolean remembers() {
    boolean first = !remembered;
    remembered = true;
    return first;
  }

  /** The service's method is left, and with it the turn is over, if its answer is not to come. */
  void left(@Nullable Object returned, @Nullable Throwable thrown) {
    Step turn = step;
    if (turn == null) {
      return;
    }
    if (returned instanceof TokenStream stream) {
      streams(stream);
    }
    turn.tell(Fact.OUTPUT, AiServicesTexts.ofAnswer(returned));
    if (!own) {
      return;
    }
    turn.leave();
    if (thrown != null) {
      turn.failed(thrown);
    } else if (!streams) {
      turn.end();
    }
  }
}
