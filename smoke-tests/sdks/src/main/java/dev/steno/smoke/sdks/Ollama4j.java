package dev.steno.smoke.sdks;

import io.github.ollama4j.Ollama;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatTokenHandler;
import io.github.ollama4j.models.embed.OllamaEmbedRequest;
import io.github.ollama4j.models.generate.OllamaGenerateRequest;
import io.github.ollama4j.models.generate.OllamaGenerateStreamObserver;
import io.github.ollama4j.models.request.ThinkMode;
import io.github.ollama4j.models.response.OllamaResult;
import java.util.ArrayList;
import java.util.List;

/** Calls a model of Ollama's, on this machine. */
public final class Ollama4j {
  static final String MODEL = "llama3.2";
  static final String TOOL_MODEL = "llama3.2-tools";
  static final String EMBEDDING_MODEL = "all-minilm";
  static final String NO_MODEL = "no-such-model";

  private Ollama4j() {}

  /** Argument: the address of the server. */
  public static void main(String[] args) {
    Ollama ollama = new Ollama(args[0]);
    ollama.setRequestTimeoutSeconds(30);
    // Else it asks again for as long as the model asks for a tool that nobody has.
    ollama.setMaxChatToolCallRetries(0);
    Calls calls = new Calls(args[0]);
    calls.call("chat", prompt -> ollama.chat(ask(MODEL, prompt), null));
    calls.call("chat-stream", prompt -> tokens(ollama, ask(MODEL, prompt)));
    calls.call("generate", prompt -> answer(ollama, generate(prompt), null));
    calls.call("generate-stream", prompt -> tokens(ollama, generate(prompt)));
    calls.call(
        "embed", prompt -> ollama.embed(new OllamaEmbedRequest(EMBEDDING_MODEL, List.of(prompt))));
    calls.call("tool", prompt -> ollama.chat(ask(TOOL_MODEL, prompt), null));
    calls.call("no-model", prompt -> ollama.chat(ask(NO_MODEL, prompt), null));
    calls.end();
  }

  private static String tokens(Ollama ollama, OllamaChatRequest request) throws Exception {
    List<String> tokens = new ArrayList<>();
    OllamaChatTokenHandler each = chunk -> tokens.add(chunk.getMessage().getResponse());
    return ollama.chat(request, each) + "\n" + tokens;
  }

  private static String tokens(Ollama ollama, OllamaGenerateRequest request) throws Exception {
    List<String> tokens = new ArrayList<>();
    OllamaGenerateStreamObserver each = new OllamaGenerateStreamObserver(null, tokens::add);
    return answer(ollama, request, each) + "\n" + tokens;
  }

  /** Not the whole result: it says how long it took. */
  private static String answer(
      Ollama ollama, OllamaGenerateRequest request, OllamaGenerateStreamObserver observer)
      throws Exception {
    OllamaResult result = ollama.generate(request, observer);
    return result.getResponse() + " " + result.getDoneReason() + " " + result.getEvalCount();
  }

  private static OllamaChatRequest ask(String model, String prompt) {
    return OllamaChatRequest.builder()
        .withModel(model)
        .withMessage(OllamaChatMessageRole.USER, prompt)
        .build();
  }

  private static OllamaGenerateRequest generate(String prompt) {
    return OllamaGenerateRequest.builder()
        .withModel(MODEL)
        .withPrompt(prompt)
        .withThink(ThinkMode.DISABLED)
        .build();
  }
}
