package dev.steno.smoke.javaconcurrent;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import java.util.Objects;

/** A turn of an AI service, which does what it is told inside of a tool. */
final class Turn {
  private Turn() {}

  /** What a user talks to. */
  interface Assistant {
    String answer(String words);
  }

  /** What may fail. */
  interface Work {
    void run() throws Exception;
  }

  /** Does the work. */
  static final class Tools {
    private final Work work;
    private Throwable thrown;

    Tools(Work work) {
      this.work = work;
    }

    @Tool("works")
    @SuppressWarnings("DoNotCallSuggester")
    public String work() {
      try {
        work.run();
      } catch (Throwable failure) {
        thrown = failure;
      }
      return "done";
    }
  }

  /** Asks for the tool, and is content then. */
  private static final class Model implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      boolean done =
          request.messages().stream().anyMatch(ToolExecutionResultMessage.class::isInstance);
      ToolExecutionRequest work =
          ToolExecutionRequest.builder().id("call_1").name("work").arguments("{}").build();
      AiMessage answer = done ? AiMessage.from("done") : AiMessage.from(work);
      return ChatResponse.builder().aiMessage(answer).build();
    }
  }

  /** The work, done while the user waits for what is answered to these words. */
  static void of(String words, Work work) throws Exception {
    Tools tools = new Tools(work);
    AiServices.builder(Assistant.class).chatModel(new Model()).tools(tools).build().answer(words);
    if (Objects.requireNonNullElse(tools.thrown, tools) instanceof Exception failure) {
      throw failure;
    }
    if (tools.thrown instanceof Error failure) {
      throw failure;
    }
  }
}
