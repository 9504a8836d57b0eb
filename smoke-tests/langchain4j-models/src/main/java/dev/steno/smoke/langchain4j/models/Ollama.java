package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;

/** Calls models that Ollama serves. */
final class Ollama {
  private Ollama() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    Asking.whole(calls, chat(args[0], "llama3.2"));
    Asking.streamed(
        calls, OllamaStreamingChatModel.builder().baseUrl(args[0]).modelName("llama3.2").build());
    Asking.failing(calls, chat(args[0], "server-error"));
    calls.end();
  }

  private static OllamaChatModel chat(String url, String model) {
    return OllamaChatModel.builder().baseUrl(url).modelName(model).build();
  }
}
