package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.model.openaiofficial.OpenAiOfficialChatModel;
import dev.langchain4j.model.openaiofficial.OpenAiOfficialStreamingChatModel;

/** Calls OpenAI's models with OpenAI's own SDK below. */
final class OpenAiOfficial {
  private OpenAiOfficial() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    String url = args[0] + "/v1";
    Asking.whole(calls, chat(url, "gpt-4o"));
    Asking.streamed(
        calls,
        OpenAiOfficialStreamingChatModel.builder()
            .baseUrl(url)
            .apiKey("sk-canary")
            .modelName("gpt-4o")
            .build());
    Asking.failing(calls, chat(url, "server-error"));
    calls.end();
  }

  private static OpenAiOfficialChatModel chat(String url, String model) {
    return OpenAiOfficialChatModel.builder()
        .baseUrl(url)
        .apiKey("sk-canary")
        .modelName(model)
        .build();
  }
}
