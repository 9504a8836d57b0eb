package dev.steno.smoke.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.tool.ToolExecution;
import dev.steno.smoke.contract.Transcript;
import java.util.List;

/** Tells what LangChain4j gave. */
public final class Told {
  private Told() {}

  /** All of a result. */
  public static void result(Transcript out, Result<?> result) {
    out.type("class of the content", result.content());
    out.fact("content", result.content());
    usage(out, result.tokenUsage());
    sources(out, result.sources());
    out.fact("finish reason", result.finishReason());
    result.toolExecutions().forEach(execution -> execution(out, execution));
  }

  public static void usage(Transcript out, TokenUsage usage) {
    out.type("class of the usage", usage);
    out.fact(
        "usage", usage == null ? null : usage.inputTokenCount() + "/" + usage.outputTokenCount());
  }

  public static void sources(Transcript out, List<Content> sources) {
    if (sources == null) {
      out.fact("sources", null);
      return;
    }
    for (Content source : sources) {
      out.fact("source", source.textSegment().text() + " " + source.metadata().size());
    }
  }

  public static void execution(Transcript out, ToolExecution execution) {
    ToolExecutionRequest request = execution.request();
    out.fact(
        "tool",
        request.id() + " " + request.name() + request.arguments() + " = " + execution.result());
  }

  public static void response(Transcript out, ChatResponse response) {
    out.fact("text", response.aiMessage().text());
    out.fact("response id", response.id());
    out.fact("response model", response.modelName());
    out.fact("finish reason", response.finishReason());
    usage(out, response.tokenUsage());
  }
}
