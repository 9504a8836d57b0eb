package dev.steno.instrumentation.langchain4j0;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.steno.agent.capture.Handoff;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The turns of AI services. */
final class Turns {
  /** The conversation of each chat memory that is nobody's by an id. */
  private static final Handoff<String> CONVERSATIONS = new Handoff<>();

  private Turns() {}

  /** A call of a method of an AI service. */
  static final class Invoke implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (!(arguments[1] instanceof Method method) || method.getDeclaringClass() == Object.class) {
        return null;
      }
      Class<?> service = service(arguments[0], method);
      Turn turn = new Turn();
      String conversation = conversation(method, (Object[]) arguments[2]);
      Step step = Recorder.step(StepStart.of(LangChain4j0.NAME, Kind.AGENT, turn), null);
      if (step == null) {
        return null;
      }
      step.tell(Fact.NAME, service.getSimpleName());
      Map<String, Object> properties = new LinkedHashMap<>();
      properties.put("service", service.getName());
      properties.put("method", method.getName());
      step.tell(Fact.PROPERTIES, properties);
      step.tell(Fact.CONVERSATION_ID, conversation);
      turn.inConversation = conversation != null;
      return step;
    }

    /** The interface that the service was made of: its methods may be another's. */
    private static Class<?> service(@Nullable Object proxy, Method method) {
      Class<?>[] interfaces = proxy == null ? new Class<?>[0] : proxy.getClass().getInterfaces();
      return interfaces.length == 0 ? method.getDeclaringClass() : interfaces[0];
    }

    private static @Nullable String conversation(Method method, Object @Nullable [] values) {
      Parameter[] parameters = method.getParameters();
      for (int i = 0; values != null && i < parameters.length; i++) {
        if (parameters[i].isAnnotationPresent(MemoryId.class)) {
          return values[i] instanceof UUID id ? id.toString() : scalar(values[i]);
        }
      }
      return null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (!(state instanceof Step step)) {
        return returned;
      }
      step.leave();
      if (thrown != null) {
        step.failed(thrown);
      } else if (returned instanceof TokenStream stream) {
        TokenStreams.goOn(step, stream);
      } else if (!Turn.of(step).streams) {
        step.tell(Fact.OUTPUT, text(returned));
        step.end();
      }
      return returned;
    }
  }

  /** What the user said, before anything was retrieved for it and before the output's format. */
  static final class Said implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Step turn = Turn.innermost();
      if (turn != null && returned instanceof UserMessage message) {
        turn.tell(Fact.INPUT, Bare.text(message));
      }
      return returned;
    }
  }

  /** The chat memory of a turn: without an id of the application's, it is the conversation. */
  static final class Memory implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      Step turn = returned == null ? null : Turn.innermost();
      if (returned != null && turn != null && !Turn.of(turn).inConversation) {
        Turn.of(turn).inConversation = true;
        turn.tell(Fact.CONVERSATION_ID, conversation(returned));
      }
      return returned;
    }

    private static String conversation(Object memory) {
      synchronized (CONVERSATIONS) {
        String known = CONVERSATIONS.get(memory);
        if (known != null) {
          return known;
        }
        String id = UUID.randomUUID().toString();
        CONVERSATIONS.put(memory, id);
        return id;
      }
    }
  }

  /** The messages that a turn will send are there: they may be moderated, on another thread. */
  static final class Prepared implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Step turn = Turn.innermost();
      if (turn != null && arguments[1] != null) {
        turn.handOff(arguments[1]);
        TokenStreams.willSend(turn, arguments[1], arguments[0]);
      }
      return null;
    }
  }

  /** What goes on in the step that its one argument was handed off with. */
  static final class Inside implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return arguments[0] == null ? null : Recorder.inside(arguments[0]);
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

  /** The text of what a service's method returned; null for an object of the application's. */
  private static @Nullable String text(@Nullable Object returned) {
    if (returned instanceof Result<?> result) {
      return text(result.content());
    }
    if (returned instanceof Response<?> response) {
      return text(response.content());
    }
    return returned instanceof AiMessage message ? message.text() : scalar(returned);
  }

  /** What can be made a text of without running code of the application. */
  private static @Nullable String scalar(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    boolean isScalar =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Character
            || (value instanceof Number && value.getClass().getName().startsWith("java."));
    return isScalar ? String.valueOf(value) : null;
  }
}
