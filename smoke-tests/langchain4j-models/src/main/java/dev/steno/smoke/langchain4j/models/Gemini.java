package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;

/** Calls Google's models. */
final class Gemini {
  private Gemini() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    String url = args[0] + "/v1beta";
    Asking.whole(calls, chat(url, "gemini-2.5-flash"));
    Asking.streamed(
        calls,
        GoogleAiGeminiStreamingChatModel.builder()
            .baseUrl(url)
            .apiKey("sk-canary")
            .modelName("gemini-2.5-flash")
            .build());
    Asking.failing(calls, chat(url, "server-error"));
    calls.end();
  }

  private static GoogleAiGeminiChatModel chat(String url, String model) {
    return GoogleAiGeminiChatModel.builder()
        .baseUrl(url)
        .apiKey("sk-canary")
        .modelName(model)
        .build();
  }
}
