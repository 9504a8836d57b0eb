package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.Result;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads texts out of LangChain4j's objects; of an application's own, none is made. */
final class AiServicesTexts {
  private AiServicesTexts() {}

  /** What a user's message says in words; null when it is none. */
  static @Nullable String of(@Nullable ChatMessage message) {
    return message instanceof UserMessage user ? of(user.contents()) : null;
  }

  /** The texts among those, each on a line; null when there are none. */
  static @Nullable String of(List<Content> contents) {
    StringJoiner texts = new StringJoiner("\n");
    boolean any = false;
    for (Content content : contents) {
      if (content instanceof TextContent text) {
        texts.add(text.text());
        any = true;
      }
    }
    return any ? texts.toString() : null;
  }

  /** What a service's method answers, where that is a text or can be read as one. */
  static @Nullable String ofAnswer(@Nullable Object answer) {
    Object content = answer instanceof Result<?> result ? result.content() : answer;
    if (content instanceof AiMessage message) {
      return message.text();
    }
    if (content instanceof ChatResponse response) {
      return response.aiMessage().text();
    }
    return ofScalar(content);
  }

  /** Of what has one text in every JVM. */
  static @Nullable String ofScalar(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    boolean isScalar =
        value instanceof String
            || value instanceof Boolean
            || value instanceof Character
            || value instanceof UUID
            || (value instanceof Number && value.getClass().getName().startsWith("java."));
    return isScalar ? String.valueOf(value) : null;
  }
}
