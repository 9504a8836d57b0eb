package dev.steno.smoke.langchain4j.newer;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.langchain4j.Assistants;
import dev.steno.smoke.langchain4j.Setting;
import dev.steno.smoke.langchain4j.Shape;
import dev.steno.smoke.langchain4j.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;

/** What guards what goes in and what comes out. */
public final class GuardrailShapes implements Shapes {
  /** Lets everything in but spells. */
  public static final class NoSpells implements InputGuardrail {
    @Override
    public InputGuardrailResult validate(UserMessage message) {
      return message.singleText().contains("abracadabra") ? fatal("no spells here") : success();
    }
  }

  /** Changes what goes in. */
  public static final class Polite implements InputGuardrail {
    @Override
    public InputGuardrailResult validate(UserMessage message) {
      return successWith(message.singleText() + " Please.");
    }
  }

  /** Lets out only what is polite. */
  public static final class NoRudeness implements OutputGuardrail {
    @Override
    public OutputGuardrailResult validate(AiMessage message) {
      return message.text().contains("rude")
          ? reprompt("it was rude", "Say it in a polite way.")
          : success();
    }
  }

  /** Lets nothing out. */
  public static final class Silence implements OutputGuardrail {
    @Override
    public OutputGuardrailResult validate(AiMessage message) {
      return fatal("nothing may be said");
    }
  }

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("guarded", GuardrailShapes::guarded);
    shapes.put("guarded-reprompt", GuardrailShapes::guarded);
    shapes.put("guarded-input", GuardrailShapes::refusedInput);
    shapes.put("guarded-output", GuardrailShapes::refusedOutput);
    return shapes;
  }

  private static void guarded(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
            .inputGuardrails(new NoSpells(), new Polite())
            .outputGuardrails(new NoRudeness())
            .registerListeners(ServiceListenerShapes.listeners(out))
            .build();
    out.fact("answer", assistant.ask(setting.says("Hello.")));
  }

  private static void refusedInput(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .inputGuardrails(new NoSpells())
            .build();
    out.fact("answer", assistant.ask(setting.says("Say abracadabra.")));
  }

  private static void refusedOutput(Setting setting, Transcript out) {
    Assistants.Plain assistant =
        AiServices.builder(Assistants.Plain.class)
            .chatModel(setting.chat())
            .outputGuardrails(new Silence())
            .build();
    out.fact("answer", assistant.ask(setting.says("Hello.")));
  }
}
