package dev.steno.smoke.springchat;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import java.security.Principal;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers with AI services of LangChain4j, which remember each user's conversation. */
@RestController
class Assistants {
  private static final int REMEMBERED = 100;

  private final Assistant assistant;

  Assistants(@Value("${model.url}") String url) {
    OpenAiChatModel model =
        OpenAiChatModel.builder().baseUrl(url).apiKey("sk-smoke").modelName("gpt-4o").build();
    assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(REMEMBERED))
            .build();
  }

  @GetMapping("/chat")
  String page() {
    return "Say something.";
  }

  @PostMapping("/assistant")
  String answer(@RequestBody String said, Principal user) {
    return assistant.answer("at once with " + user.getName(), said);
  }

  /** Answers on another thread. */
  @PostMapping("/later")
  Callable<String> later(@RequestBody String said, Principal user) {
    String conversation = "later with " + user.getName();
    return () -> assistant.answer(conversation, said);
  }

  /** An assistant. */
  interface Assistant {
    String answer(@MemoryId String conversation, @UserMessage String said);
  }
}
