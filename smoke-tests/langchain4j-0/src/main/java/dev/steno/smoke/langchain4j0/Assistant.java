package dev.steno.smoke.langchain4j0;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import java.util.List;

/** An assistant that LangChain4j implements. */
interface Assistant {
  /** What can be answered. */
  enum Mood {
    GOOD,
    BAD
  }

  /** One that is moderated. */
  interface Moderated {
    @Moderate
    String chat(String message);
  }

  String chat(String message);

  @SystemMessage("You are brief.")
  @UserMessage("Answer politely: {{it}}")
  String ask(String message);

  String remember(@MemoryId int id, @UserMessage String message);

  AiMessage message(String message);

  Result<String> result(String message);

  Mood mood(String message);

  List<String> list(String message);

  TokenStream stream(String message);

  TokenStream streamIn(@MemoryId String id, @UserMessage String message);
}
