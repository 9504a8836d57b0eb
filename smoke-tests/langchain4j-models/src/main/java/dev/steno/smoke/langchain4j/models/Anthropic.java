package dev.steno.smoke.langchain4j.models;

import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;

/** Calls Anthropic's models. */
final class Anthropic {
  private Anthropic() {}

  public static void main(String[] args) {
    Calls calls = new Calls(args[0]);
    String url = args[0] + "/v1";
    Asking.whole(calls, chat(url, "claude-sonnet-4-5"));
    Asking.streamed(
        calls,
        AnthropicStreamingChatModel.builder()
            .baseUrl(url)
            .apiKey("sk-canary")
            .modelName("claude-sonnet-4-5")
            .build());
    Asking.failing(calls, chat(url, "server-error"));
    calls.end();
  }

  private static AnthropicChatModel chat(String url, String model) {
    return AnthropicChatModel.builder().baseUrl(url).apiKey("sk-canary").modelName(model).build();
  }
}
