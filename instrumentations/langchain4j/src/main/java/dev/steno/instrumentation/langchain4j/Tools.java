package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records what LangChain4j's AI services run as tools, 1.0 and newer. Signatures were checked with
 * javap in langchain4j 1.0.0, 1.3.0, 1.10.0, 1.11.0, 1.16.1, 1.17.2, 1.18.1 and 1.19.0, and in
 * langchain4j-mcp 1.0.0-beta5, 1.15.1-beta25 and 1.18.1-beta28.
 */
public final class Tools implements Instrumentation {
  private static final String SERVICE = "dev.langchain4j.service.";
  private static final String TOOL = SERVICE + "tool.";
  private static final String SERVICES_TOOLS = TOOL + "ToolService";
  private static final String EXECUTOR = TOOL + "ToolExecutor";
  private static final String METHODS = TOOL + "DefaultToolExecutor";
  private static final String MCP = "dev.langchain4j.mcp.client.McpClient";

  private static final String REQUEST = "dev.langchain4j.agent.tool.ToolExecutionRequest";
  private static final String CONTEXT = "dev.langchain4j.invocation.InvocationContext";
  private static final String OBJECT = "java.lang.Object";

  @Override
  public String name() {
    return AiServices.NAME;
  }

  @Override
  public List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    addExecutors(hooks);
    addServices(hooks);
    addThreads(hooks);
    hooks.replaceAll(hook -> hook.whereNot(Models.BEFORE_1));
    return hooks;
  }

  private static void addExecutors(List<Hook> hooks) {
    List<String> call = List.of(REQUEST, OBJECT);
    // From 1.6 on.
    List<String> callInContext = List.of(REQUEST, CONTEXT);
    hooks.add(Hook.of(EXECUTOR, "execute", call, Executed.class).inSubtypesToo());
    hooks.add(
        Hook.of(EXECUTOR, "executeWithContext", callInContext, Executed.class).inSubtypesToo());
    List<String> method = List.of(Object[].class.getName());
    hooks.add(Hook.of(METHODS, "execute", method, Invoked.class));
    for (List<String> served : List.of(List.of(REQUEST), callInContext)) {
      hooks.add(Hook.of(MCP, "executeTool", served, ExecutedByMcp.class).inSubtypesToo());
    }
  }

  /** An executor that is a lambda is no class that could be hooked, but it is run by these. */
  private static void addServices(List<Hook> hooks) {
    String error = TOOL + "Tool";
    // From 1.4 on.
    hooks.add(
        Hook.of(
            SERVICES_TOOLS,
            "executeWithErrorHandling",
            List.of(
                REQUEST,
                EXECUTOR,
                CONTEXT,
                error + "ArgumentsErrorHandler",
                error + "ExecutionErrorHandler"),
            ExecutedByService.class));
    hooks.add(
        Hook.of(SERVICES_TOOLS, "getCause", List.of("java.lang.Exception"), ErrorHandled.class));
    // Before 1.4.
    hooks.add(
        Hook.of(
            SERVICES_TOOLS,
            "createContext",
            List.of(OBJECT, "dev.langchain4j.data.message.UserMessage"),
            ToolsLambdas.class));
  }

  /** Tools that run at the same time know the turn by the requests for them. */
  private static void addThreads(List<Hook> hooks) {
    hooks.add(
        Hook.of(
            SERVICES_TOOLS,
            "executeConcurrently",
            List.of("java.util.List", "java.util.Map", CONTEXT),
            RequestsHandedOff.class));
    hooks.add(
        Hook.of(
            SERVICE + "AiServiceStreamingResponseHandler",
            "onCompleteToolCall",
            List.of("dev.langchain4j.model.chat.response.CompleteToolCall"),
            RequestHandedOff.class));
  }

  /** A tool is run, by anybody. */
  static final class Executed implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return ToolsCall.begin(arguments[0], false);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      ToolsCall.end(state, returned, thrown);
      return returned;
    }
  }

  /** A tool is run by a service, which will make a text of what it gives. */
  static final class ExecutedByService implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return ToolsCall.begin(arguments[0], true);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      ToolsCall.end(state, returned, thrown);
      return returned;
    }
  }

  /** A tool is run by a server. */
  static final class ExecutedByMcp implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      return ToolsCall.beginMcp(arguments[0]);
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      ToolsCall.end(state, returned, thrown);
      return returned;
    }
  }

  /** The tool's own method is invoked. What it throws may become a text. */
  static final class Invoked implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      ToolsCall.threw(thrown);
      return returned;
    }
  }

  /** A service finds out what a tool threw, and makes a text of it. */
  static final class ErrorHandled implements Interceptor {
    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (returned instanceof Throwable failure) {
        ToolsCall.threw(failure);
      }
      return returned;
    }
  }

  /** The model's answer wants several tools run at the same time. */
  static final class RequestsHandedOff implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (arguments[0] instanceof List<?> requests) {
        for (Object request : requests) {
          if (request instanceof ToolExecutionRequest each) {
            ToolsCall.handOff(each);
          }
        }
      }
      return null;
    }
  }

  /** The model wants a tool run before its answer is complete. */
  static final class RequestHandedOff implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      if (arguments[0] instanceof CompleteToolCall call) {
        ToolsCall.handOff(call.toolExecutionRequest());
      }
      return null;
    }
  }
}
