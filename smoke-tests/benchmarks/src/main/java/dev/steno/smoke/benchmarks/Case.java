package dev.steno.smoke.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.core.ObjectMappers;
import java.util.Map;

/**
 * Recorded calls: how big, and how fast.
 *
 * @param callsPerSecond 0 for as many as possible
 */
record Case(int promptBytes, int callsPerSecond) implements Subject {
  @Override
  public String benchmark() {
    return OpenAiJavaCreate.class.getName() + ".create";
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of(
        "promptBytes",
        String.valueOf(promptBytes),
        "callsPerSecond",
        String.valueOf(callsPerSecond));
  }

  /** The JSON of a request and its answer. */
  long payloadBytes() {
    try {
      long request =
          ObjectMappers.jsonMapper()
              .writeValueAsBytes(OpenAiJavaCreate.question(promptBytes)._body())
              .length;
      return request + MemoryModel.answerBytes();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return promptBytes / 1024
        + " KB, "
        + (callsPerSecond == 0 ? "without a pause" : callsPerSecond + " calls/s");
  }
}
