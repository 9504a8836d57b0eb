package dev.steno.smoke.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Turns that are not streamed, in every version. */
public final class TurnShapes implements Shapes {
  static final String WHERE = "Where is my parcel?";

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("turn", TurnShapes::turn);
    shapes.put("turn-int", TurnShapes::number);
    shapes.put("turn-uuid", TurnShapes::uuid);
    shapes.put("memory", TurnShapes::memory);
    shapes.put("no-memory", TurnShapes::noMemory);
    shapes.put("two-tools-at-once", TurnShapes::twoTools);
    shapes.put("tool-throws", TurnShapes::toolThrows);
    shapes.put("unknown-tool", TurnShapes::toolThrows);
    shapes.put("too-many-rounds", TurnShapes::tooManyRounds);
    shapes.put("templated", TurnShapes::templated);
    shapes.put("refused", TurnShapes::refused);
    shapes.put("refused-later", TurnShapes::twoTools);
    shapes.put("retried", TurnShapes::retried);
    shapes.put("retried-in-vain", TurnShapes::retried);
    shapes.put("service-as-tool", TurnShapes::serviceAsTool);
    shapes.put("service-in-tool", TurnShapes::serviceInTool);
    shapes.put("default-method", TurnShapes::defaultMethod);
    return shapes;
  }

  private static void turn(Setting setting, Transcript out) {
    Assistants.ByText assistant =
        AiServices.builder(Assistants.ByText.class)
            .chatModel(setting.chat())
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
            .contentRetriever(setting.retriever())
            .tools(new OrderTools())
            .build();
    Told.result(out, assistant.ask("customer-17", setting.says(WHERE)));
  }

  private static void number(Setting setting, Transcript out) {
    Assistants.ByNumber assistant =
        AiServices.builder(Assistants.ByNumber.class)
            .chatModel(setting.chat())
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
            .build();
    out.fact("answer", assistant.ask(17, setting.says("Hello")));
    out.fact("answer", assistant.ask(18, setting.says("Hello")));
    out.fact("answer", assistant.ask(17, setting.says("Again")));
  }

  private static void uuid(Setting setting, Transcript out) {
    Assistants.ByUuid assistant =
        AiServices.builder(Assistants.ByUuid.class)
            .chatModel(setting.chat())
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
            .build();
    out.fact("answer", assistant.ask(new UUID(1, 2), setting.says("Hello")));
  }

  private static void memory(Setting setting, Transcript out) {
    Assistants.Plain assistant = remembering(setting);
    out.fact("answer", assistant.ask(setting.says("I am Ada.")));
    out.fact("answer", assistant.ask(setting.says("Who am I?")));
    out.fact("answer", remembering(setting).ask(setting.says("Whom do you know?")));
  }

  private static Assistants.Plain remembering(Setting setting) {
    return AiServices.builder(Assistants.Plain.class)
        .chatModel(setting.chat())
        .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
        .build();
  }

  private static void noMemory(Setting setting, Transcript out) {
    Assistants.Plain assistant = AiServices.create(Assistants.Plain.class, setting.chat());
    out.fact("answer", assistant.ask(setting.says("I am Ada.")));
    out.fact("answer", assistant.ask(setting.says("Who am I?")));
  }

  private static void twoTools(Setting setting, Transcript out) {
    out.fact("answer", withTools(setting, new OrderTools()).ask(setting.says(WHERE)));
  }

  private static void toolThrows(Setting setting, Transcript out) {
    Assistants.Plain assistant = withTools(setting, new OrderTools());
    out.fact("answer", assistant.ask(setting.says("Cancel my order.")));
  }

  private static void tooManyRounds(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .tools(new OrderTools())
            .maxSequentialToolsInvocations(2)
            .build();
    out.fact("answer", assistant.ask(setting.says("Look, and look again.")));
  }

  private static Assistants.Plain withTools(Setting setting, Object tools) {
    return AiServices.builder(Assistants.Plain.class)
        .chatModel(setting.chat())
        .tools(tools)
        .build();
  }

  private static void templated(Setting setting, Transcript out) {
    Assistants.Templated translator = AiServices.create(Assistants.Templated.class, setting.chat());
    out.fact("answer", translator.translate("French", "good day"));
  }

  private static void refused(Setting setting, Transcript out) {
    out.fact(
        "answer",
        AiServices.create(Assistants.Plain.class, setting.chat()).ask(setting.says("Hello")));
  }

  private static void retried(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.create(Assistants.Plain.class, setting.chatBuilder().maxRetries(2).build());
    out.fact("answer", assistant.ask(setting.says("Hello")));
  }

  private static void serviceAsTool(Setting setting, Transcript out) {
    Assistants.Translator translator =
        AiServices.create(Assistants.Translator.class, setting.chat());
    out.fact(
        "answer",
        withTools(setting, new Translating(translator)).ask(setting.says("Say hello in French.")));
  }

  /**
   * A proxy has no annotations, so a service is given away in an object that has.
   *
   * @param translator the service
   */
  public record Translating(Assistants.Translator translator) {
    @Tool("Translates a text into French")
    public String translate(@P("the text") String text) {
      return translator.translate(text);
    }
  }

  /**
   * Asks a service twice.
   *
   * @param expert the service
   */
  public record Asking(Assistants.Plain expert) {
    @Tool("Asks the expert")
    public String askExpert(@P("the question") String question) {
      return expert.ask("[expert] " + question) + " " + expert.ask("[expert-2] Sure?");
    }
  }

  private static void serviceInTool(Setting setting, Transcript out) {
    Assistants.Plain expert =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .tools(new OrderTools())
            .build();
    out.fact("answer", withTools(setting, new Asking(expert)).ask(setting.says("Ask the expert.")));
  }

  private static void defaultMethod(Setting setting, Transcript out) {
    Assistants.Helpful assistant = AiServices.create(Assistants.Helpful.class, setting.chat());
    out.fact("answer", assistant.askPolitely(setting.says("Hello")));
  }
}
