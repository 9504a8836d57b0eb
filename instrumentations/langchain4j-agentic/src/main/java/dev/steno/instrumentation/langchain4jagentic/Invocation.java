package dev.steno.instrumentation.langchain4jagentic;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentInvocationHandler;
import dev.langchain4j.agentic.internal.AgentInvocationArguments;
import dev.langchain4j.agentic.internal.AgentInvoker;
import dev.langchain4j.agentic.planner.AgentInstance;
import dev.langchain4j.agentic.planner.AgenticSystemTopology;
import dev.langchain4j.agentic.scope.ResultWithAgenticScope;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One invocation of an agent: how its name, arguments and result are read. */
final class Invocation {
  private static final String LIBRARY = "dev.langchain4j.";

  /** Whether agents describe themselves, which they do since 1.10. */
  private static final boolean DESCRIBED = isDescribed();

  /** The workflows of before, by the beginnings of their handlers' names, in today's words. */
  private static final Map<String, String> TOPOLOGIES =
      Map.of(
          "Sequential", "sequence",
          "Loop", "loop",
          "Parallel", "parallel",
          "Condition", "router",
          "Supervisor", "star");

  private Invocation() {}

  private static boolean isDescribed() {
    try {
      Class<?> instance =
          Class.forName(
              "dev.langchain4j.agentic.planner.AgentInstance",
              false,
              Invocation.class.getClassLoader());
      return instance.getMethod("topology") != null;
    } catch (ClassNotFoundException | NoSuchMethodException older) {
      return false;
    }
  }

  /**
   * Begins what an application calls.
   *
   * @return null when that method is no invocation, or one that a workflow makes, which is recorded
   *     already
   */
  static @Nullable Object outermost(
      @Nullable Object handler, Method method, Object @Nullable [] arguments) {
    if (handler == null || !isAgents(method)) {
      return null;
    }
    if (isStreamed(handler, method)) {
      return new Streamed(handler, method);
    }
    Step around = Recorder.innermost();
    if (around != null && method.equals(around.key()) && around == Recorder.enclosing(Kind.AGENT)) {
      tellOlder(around, handler);
      return null;
    }
    Agent annotation = method.getAnnotation(Agent.class);
    Map<Fact, Object> facts = facts(annotation == null ? null : annotation.name(), handler, method);
    if (arguments != null) {
      put(facts, Fact.CONVERSATION_ID, memoryId(method, arguments));
      put(facts, Fact.INPUT, input(method, arguments));
    }
    Step step = begun(method, null, facts);
    if (step != null) {
      tellOlder(step, handler);
    }
    return step;
  }

  /** Begins what a workflow invokes; its arguments lead to the workflow from another thread. */
  static @Nullable Object of(AgentInvoker invoker, @Nullable Object agent, Object carrier) {
    Method method = invoker.method();
    if (agent instanceof Proxy && isStreamed(Proxy.getInvocationHandler(agent), method)) {
      return Recorder.inside(carrier);
    }
    Map<Fact, Object> facts = facts(invoker.name(), invoker, method);
    // Of a workflow without an interface, that is all that is known so far.
    if (method.getDeclaringClass() != UntypedAgent.class) {
      Object[] arguments =
          carrier instanceof Object[] older
              ? older
              : ((AgentInvocationArguments) carrier).positionalArgs();
      put(facts, Fact.INPUT, input(method, arguments));
    }
    return begun(method, carrier, facts);
  }

  /** With facts that were read before: what fails then leaves no step that nobody ends. */
  private static @Nullable Step begun(
      Method method, @Nullable Object carrier, Map<Fact, Object> facts) {
    Step step = Recorder.step(StepStart.of(Agents.NAME, Kind.AGENT, method), carrier);
    if (step != null) {
      facts.forEach(step::tell);
    }
    return step;
  }

  /** A method is left that was entered with that state. */
  static @Nullable Object left(
      @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
    if (state instanceof Step step) {
      step.leave();
      if (thrown != null) {
        step.failed(thrown);
      } else {
        step.tell(Fact.OUTPUT, text(result(returned)));
        step.end();
      }
    } else if (state instanceof Runnable out) {
      out.run();
    } else if (state instanceof Streamed streamed && returned instanceof TokenStream stream) {
      streamed.describe(stream);
    }
    return returned;
  }

  /**
   * Whether the answer comes after the agent's method. Then the turn of its AI service, which ends
   * with the answer, stands for the agent.
   */
  private static boolean isStreamed(Object handler, Method method) {
    return handler instanceof AgentInvocationHandler && method.getReturnType() == TokenStream.class;
  }

  /** An agent that streams its answer. */
  private record Streamed(Object handler, Method method) {
    /** Names the turn that the stream leads to by the agent. */
    void describe(TokenStream stream) {
      Runnable out = Recorder.inside(stream);
      if (out == null) {
        return;
      }
      try {
        Step turn = Recorder.innermost();
        if (turn != null) {
          facts(null, handler, method).forEach(turn::tell);
        }
      } finally {
        out.run();
      }
    }
  }

  /** Not what each object has, nor what the library adds to an agent's interface. */
  private static boolean isAgents(Method method) {
    Class<?> type = method.getDeclaringClass();
    return type == UntypedAgent.class
        || type == SupervisorAgent.class
        || (type != Object.class && !type.getName().startsWith(LIBRARY));
  }

  /** The name that it was given, or that of its interface. */
  private static String name(@Nullable String given, Method method) {
    Class<?> type = method.getDeclaringClass();
    boolean isGeneric = type == UntypedAgent.class || type == SupervisorAgent.class;
    if (given == null || given.isBlank() || (isGeneric && given.equals(method.getName()))) {
      return type.getSimpleName();
    }
    // 1.7 and 1.8 add a random id.
    int id = isGeneric ? given.indexOf('#') : -1;
    return id < 0 ? given : given.substring(0, id);
  }

  private static Map<Fact, Object> facts(@Nullable String name, Object agent, Method method) {
    Map<Fact, Object> facts = new EnumMap<>(Fact.class);
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("service", method.getDeclaringClass().getName());
    properties.put("method", method.getName());
    String given = DESCRIBED ? Described.read(agent, properties) : null;
    facts.put(Fact.NAME, name(given == null ? name : given, method));
    facts.put(Fact.PROPERTIES, properties);
    return facts;
  }

  private static void put(Map<Fact, Object> facts, Fact fact, @Nullable Object value) {
    if (value != null) {
      facts.put(fact, value);
    }
  }

  private static void tellOlder(Step step, Object handler) {
    if (DESCRIBED) {
      return;
    }
    String name = handler.getClass().getSimpleName();
    TOPOLOGIES.forEach(
        (workflow, topology) -> {
          if (name.startsWith(workflow)) {
            step.tell(Fact.PROPERTIES, Map.of("topology", topology));
          }
        });
  }

  private static @Nullable String memoryId(Method method, Object[] arguments) {
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i].isAnnotationPresent(MemoryId.class)) {
        return text(arguments[i]);
      }
    }
    return null;
  }

  /** Of the arguments that are texts, numbers and so on: the only text, or a JSON object. */
  private static @Nullable String input(Method method, Object[] arguments) {
    Map<String, Object> scalars = new LinkedHashMap<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (arguments[i] instanceof Map<?, ?> named && parameters.length == 1) {
        named.forEach(
            (name, value) -> {
              if (name instanceof String text) {
                put(scalars, text, value);
              }
            });
      } else if (!parameters[i].isAnnotationPresent(MemoryId.class)) {
        put(
            scalars,
            AgentInvoker.optionalParameterName(parameters[i]).orElse("arg" + i),
            arguments[i]);
      }
    }
    if (scalars.isEmpty()) {
      return null;
    }
    Object first = scalars.values().iterator().next();
    return scalars.size() == 1 && first instanceof String text ? text : json(scalars);
  }

  private static void put(Map<String, Object> scalars, String name, @Nullable Object value) {
    if (value instanceof Boolean || (value instanceof Number number && isFinite(number))) {
      scalars.put(name, value);
    } else {
      String text = text(value);
      if (text != null) {
        scalars.put(name, text);
      }
    }
  }

  private static boolean isFinite(Number number) {
    return !(number instanceof Double || number instanceof Float)
        || Double.isFinite(number.doubleValue());
  }

  private static @Nullable Object result(@Nullable Object returned) {
    return returned instanceof ResultWithAgenticScope<?> both ? both.result() : returned;
  }

  /** Of an application's own objects, no text is made. */
  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof UUID) {
      return value.toString();
    }
    return null;
  }

  private static String json(Map<String, Object> scalars) {
    StringBuilder json = new StringBuilder("{");
    scalars.forEach(
        (name, value) -> {
          quote(json.length() == 1 ? json : json.append(','), name);
          json.append(':');
          if (value instanceof String text) {
            quote(json, text);
          } else {
            json.append(value);
          }
        });
    return json.append('}').toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c == '\n') {
        json.append("\\n");
      } else if (c < ' ') {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /** What an agent says of itself; in a class of its own, since it does not before 1.10. */
  private static final class Described {
    private Described() {}

    /** Its properties, and its name. */
    static @Nullable String read(Object agent, Map<String, Object> properties) {
      if (!(agent instanceof AgentInstance instance)) {
        return null;
      }
      Class<?> type = instance.type();
      if (type != null) {
        properties.put("service", type.getName());
      }
      String id = instance.agentId();
      if (id != null) {
        properties.put("agent_id", id);
      }
      AgenticSystemTopology topology = instance.topology();
      if (topology != null) {
        properties.put("topology", topology.name().toLowerCase(Locale.ROOT));
      }
      return instance.name();
    }
  }
}
