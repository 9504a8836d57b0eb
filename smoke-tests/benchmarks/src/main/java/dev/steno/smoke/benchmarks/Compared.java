package dev.steno.smoke.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.core.ObjectMappers;

/**
 * One case without and with the agent; {@code payloadBytes} is the JSON of a request and its
 * answer.
 */
record Compared(long payloadBytes, Measured without, Measured with) {
  static Compared of(Case one) {
    return new Compared(payload(one), new Measured(), new Measured());
  }

  private static long payload(Case one) {
    try {
      long request =
          ObjectMappers.jsonMapper()
              .writeValueAsBytes(OpenAiJavaCreate.question(one.promptBytes())._body())
              .length;
      return request + MemoryModel.answerBytes();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
