package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.model.mistralai.MistralAiChatModel;
import dev.langchain4j.model.mistralai.MistralAiStreamingChatModel;

/** Calls Mistral's models. */
final class Mistral {
  private Mistral() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    String url = args[0] + "/v1";
    Asking.whole(calls, chat(url, "mistral-small-latest"));
    Asking.streamed(
        calls,
        MistralAiStreamingChatModel.builder()
            .baseUrl(url)
            .apiKey("sk-canary")
            .modelName("mistral-small-latest")
            .build());
    Asking.failing(calls, chat(url, "server-error"));
    calls.end();
  }

  private static MistralAiChatModel chat(String url, String model) {
    return MistralAiChatModel.builder().baseUrl(url).apiKey("sk-canary").modelName(model).build();
  }
}
