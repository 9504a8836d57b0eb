package dev.steno.instrumentation.langchain4jagentic;

import dev.langchain4j.agentic.internal.AgentExecutor;
import dev.langchain4j.agentic.internal.AgentInvoker;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where LangChain4j's agents are hooked: the proxies that an application calls, the one method that
 * invokes each agent of a workflow, and what leads from a workflow to its agents on other threads.
 *
 * <p>Read with javap in 1.3.0-beta9, 1.5.0-beta11, 1.7.1-beta14, 1.8.0-beta15, 1.9.1-beta17,
 * 1.10.0-beta18 and 1.16.1-beta26. Each version has some of these methods; before 1.9 a workflow
 * has no planner.
 */
public final class Agents implements Instrumentation {
  static final String NAME = "langchain4j-agentic";

  private static final String PACKAGE = "dev.langchain4j.agentic.";
  private static final String INTERNAL = PACKAGE + "internal.";
  private static final String OBJECT = "java.lang.Object";
  private static final String OBJECTS = Object[].class.getName();
  private static final String SCOPE = PACKAGE + "scope.AgenticScope";
  private static final String DEFAULT_SCOPE = PACKAGE + "scope.DefaultAgenticScope";
  private static final String ARGUMENTS = INTERNAL + "AgentInvocationArguments";

  private static final String INVOKER = INTERNAL + "AgentInvoker";
  private static final String EXECUTOR = INTERNAL + "AgentExecutor";
  private static final String PLANNED = INTERNAL + "PlannerBasedInvocationHandler";

  private static final String AGENTS = "each agent of LangChain4j by itself";
  private static final String OUTERMOST = "a whole invocation of LangChain4j's agents";
  private static final String THREADS = "which workflow of LangChain4j an agent is run by";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    addProxies(hooks);
    addInvokers(hooks);
    addThreads(hooks);
    return hooks;
  }

  private static void addProxies(List<Hook> hooks) {
    List<String> call = List.of(OBJECT, "java.lang.reflect.Method", OBJECTS);
    for (String handler :
        List.of(
            PLANNED,
            INTERNAL + "AbstractAgentInvocationHandler",
            PACKAGE + "agent.AgentInvocationHandler")) {
      hooks.add(Hook.of(handler, "invoke", call, Proxied.class).needed(OUTERMOST));
    }
  }

  private static void addInvokers(List<Hook> hooks) {
    for (List<String> call :
        List.of(
            List.of(OBJECT, OBJECTS),
            List.of(SCOPE, OBJECT, ARGUMENTS),
            List.of(DEFAULT_SCOPE, OBJECT, ARGUMENTS))) {
      hooks.add(Hook.of(INVOKER, "invoke", call, Invoked.class).needed(AGENTS));
    }
    for (String invoker : List.of("Abstract", "Method", "Untyped", "Spec", "Mapper")) {
      String type = INTERNAL + invoker + "AgentInvoker";
      hooks.add(Hook.of(type, "toInvocationArguments", List.of(SCOPE), HandOff.class));
    }
  }

  private static void addThreads(List<Hook> hooks) {
    String execute = "internalExecute";
    hooks.add(Hook.of(PLANNED + "$PlannerLoop", "loop", List.of(), Loop.class).needed(THREADS));
    for (String planner :
        List.of(
            PACKAGE + "scope.AgentInvocationListener",
            INTERNAL + "AgentInvocationListener",
            INTERNAL + "PlannerExecutor")) {
      List<String> planned = List.of(DEFAULT_SCOPE, OBJECT, planner, "boolean");
      hooks.add(Hook.of(EXECUTOR, execute, planned, Planned.class).needed(THREADS));
    }
    hooks.add(
        Hook.of(INTERNAL + "AbstractService", "agentExecutors", List.of(), Executors.class)
            .needed(THREADS));
    for (List<String> unplanned :
        List.of(List.of(DEFAULT_SCOPE, OBJECT), List.of(DEFAULT_SCOPE, OBJECT, "boolean"))) {
      hooks.add(Hook.of(EXECUTOR, execute, unplanned, Executed.class).needed(THREADS));
    }
  }

  /** What an application calls: the proxy of an agent, or of a workflow. */
  static final class Proxied implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return Invocation.outermost(self, (Method) arguments[1], (Object[]) arguments[2]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return Invocation.left(state, returned, thrown);
    }
  }

  /** Each invocation of an agent by a workflow, on whatever thread. */
  static final class Invoked implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      int last = arguments.length - 1;
      Object carrier = arguments[last];
      return self instanceof AgentInvoker invoker && carrier != null
          ? Invocation.of(invoker, arguments[last - 1], carrier)
          : null;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return Invocation.left(state, returned, thrown);
    }
  }

  /**
   * The arguments of an invocation: made for each, on the workflow's thread, and for an
   * asynchronous agent passed on to another.
   */
  static final class HandOff implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (returned != null) {
        Recorder.handOff(returned);
      }
      return returned;
    }
  }

  /** The loop of a workflow: one object for each run of each workflow, known to what it runs. */
  static final class Loop implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (self != null) {
        Recorder.handOff(self);
      }
      return null;
    }
  }

  /** An agent that such a loop runs, maybe on another thread than its own. */
  static final class Planned implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object planner = arguments[2];
      return planner == null ? null : Recorder.inside(planner);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return Invocation.left(state, returned, thrown);
    }
  }

  /**
   * The agents of a parallel workflow before 1.9. Its tasks know the scope, which all nested
   * workflows share, and these, which all runs share. So each run gets its own, equal ones.
   */
  static final class Executors implements Interceptor {
    /** The workflow's step, which is not this one's to end. */
    private record Around(Step step) {}

    private static final String PARALLEL = PACKAGE + "workflow.impl.ParallelAgentServiceImpl";

    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      boolean parallel = self != null && self.getClass().getName().equals(PARALLEL);
      Step around = parallel ? Recorder.innermost() : null;
      return around == null ? null : new Around(around);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (!(state instanceof Around around) || !(returned instanceof List<?> shared)) {
        return returned;
      }
      List<Object> own = new ArrayList<>(shared.size());
      for (Object each : shared) {
        AgentExecutor executor = (AgentExecutor) each;
        AgentExecutor copy = new AgentExecutor(executor.agentInvoker(), executor.agent());
        around.step().handOff(copy);
        own.add(copy);
      }
      return own;
    }
  }

  /** An agent that such a workflow runs. */
  static final class Executed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return self == null ? null : Recorder.inside(self);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      return Invocation.left(state, returned, thrown);
    }
  }
}
