package dev.steno.smoke.langchain4j.newer;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.tool.ToolExecution;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.langchain4j.Assistants;
import dev.steno.smoke.langchain4j.Events;
import dev.steno.smoke.langchain4j.OrderTools;
import dev.steno.smoke.langchain4j.ParallelShapes;
import dev.steno.smoke.langchain4j.Setting;
import dev.steno.smoke.langchain4j.Shape;
import dev.steno.smoke.langchain4j.Shapes;
import dev.steno.smoke.langchain4j.Told;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Tools as newer versions have them. */
public final class ToolShapes implements Shapes {
  /** A method that only tells its result. */
  public interface Telling {
    Result<String> ask(String question);
  }

  /** What the model calls is answered at once. */
  public static final class Immediate {
    @Tool(value = "Says where the parcel of an order is", returnBehavior = ReturnBehavior.IMMEDIATE)
    public String findParcel(@P("the order's number") String order) {
      return order + " is in Lyon";
    }
  }

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("tools-concurrently", ToolShapes::concurrently);
    shapes.put("stream-tools-concurrently", ToolShapes::streamedConcurrently);
    shapes.put("tool-error-thrown", ToolShapes::errorThrown);
    shapes.put("stream-tool-error-thrown", ToolShapes::streamedErrorThrown);
    shapes.put("tool-answers", ToolShapes::answers);
    shapes.put(
        "parallel-concurrently",
        (setting, out) -> ParallelShapes.run(setting, out, AiServices::executeToolsConcurrently));
    return shapes;
  }

  private static void concurrently(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .tools(new OrderTools())
            .executeToolsConcurrently()
            .build();
    out.fact("answer", assistant.ask(setting.says("Look at both.")));
  }

  private static void streamedConcurrently(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    Map<String, ToolExecution> executions = new ConcurrentSkipListMap<>();
    AiServices.builder(Assistants.Streaming.class)
        .streamingChatModel(setting.streaming())
        .tools(new OrderTools())
        .executeToolsConcurrently()
        .build()
        .ask(setting.says("Look at both."))
        .onPartialResponse(events::partial)
        // Which is the first may be chance.
        .onToolExecuted(execution -> executions.put(execution.request().id(), execution))
        .onCompleteResponse(events::complete)
        .onError(events::error)
        .start();
    events.await();
    executions.values().forEach(execution -> Told.execution(out, execution));
  }

  private static void errorThrown(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .tools(new OrderTools())
            .toolExecutionErrorHandler(
                (error, context) -> {
                  throw new IllegalArgumentException("no tool may fail", error);
                })
            .build();
    out.fact("answer", assistant.ask(setting.says("Cancel my order.")));
  }

  private static void streamedErrorThrown(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    events
        .of(
            AiServices.builder(Assistants.Streaming.class)
                .streamingChatModel(setting.streaming())
                .tools(new OrderTools())
                .toolExecutionErrorHandler(
                    (error, context) -> {
                      throw new IllegalArgumentException("no tool may fail", error);
                    })
                .build()
                .ask(setting.says("Cancel my order.")))
        .start();
    events.await();
  }

  private static void answers(Setting setting, Transcript out) {
    Telling assistant =
        AiServices.builder(Telling.class).chatModel(setting.chat()).tools(new Immediate()).build();
    Told.result(out, assistant.ask(setting.says("Where is it?")));
  }
}
