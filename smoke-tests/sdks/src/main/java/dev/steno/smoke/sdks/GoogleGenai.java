package dev.steno.smoke.sdks;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.genai.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Calls Gemini with Google's SDK. */
public final class GoogleGenai {
  static final String MODEL = "gemini-2.5-flash";
  static final String EMBEDDING_MODEL = "gemini-embedding-001";
  static final String SYSTEM = "You are terse.";

  private static final GenerateContentConfig TEXT =
      GenerateContentConfig.builder()
          .systemInstruction(Content.fromParts(Part.fromText(SYSTEM)))
          .temperature(0.25f)
          .build();
  private static final GenerateContentConfig TOOL =
      GenerateContentConfig.builder()
          .tools(
              Tool.builder()
                  .functionDeclarations(
                      FunctionDeclaration.builder()
                          .name("get_weather")
                          .description("The weather in a city")
                          .parameters(
                              Schema.builder()
                                  .type(Type.Known.OBJECT)
                                  .properties(
                                      Map.of(
                                          "city", Schema.builder().type(Type.Known.STRING).build()))
                                  .build())
                          .build())
                  .build())
          .build();

  private GoogleGenai() {}

  /** Argument: the address of the server. */
  public static void main(String[] args) {
    Client client =
        Client.builder()
            .apiKey("AIza-smoke")
            // Else a variable of the environment may send it to Google's cloud.
            .vertexAI(false)
            .httpOptions(
                HttpOptions.builder()
                    .baseUrl(args[0])
                    .retryOptions(
                        HttpRetryOptions.builder()
                            .attempts(2)
                            .initialDelay(0.01)
                            .maxDelay(0.01)
                            .build())
                    .build())
            .build();
    Calls calls = new Calls(args[0]);
    calls.call("generate", prompt -> facts(client.models.generateContent(MODEL, prompt, TEXT)));
    calls.call(
        "stream", prompt -> chunks(client.models.generateContentStream(MODEL, prompt, TEXT)));
    calls.call(
        "async",
        prompt ->
            facts(
                client
                    .async
                    .models
                    .generateContent(MODEL, prompt, TEXT)
                    .get(30, TimeUnit.SECONDS)));
    calls.call("tool", prompt -> facts(client.models.generateContent(MODEL, prompt, TOOL)));
    calls.call(
        "tool-stream", prompt -> chunks(client.models.generateContentStream(MODEL, prompt, TOOL)));
    calls.call(
        "embed", prompt -> client.models.embedContent(EMBEDDING_MODEL, prompt, null).embeddings());
    calls.call(
        Calls.RATE_LIMITED,
        prompt -> facts(client.models.generateContent(Calls.RATE_LIMITED, prompt, null)));
    client.close();
    calls.end();
  }

  private static String chunks(ResponseStream<GenerateContentResponse> stream) {
    List<String> chunks = new ArrayList<>();
    for (GenerateContentResponse chunk : stream) {
      chunks.add(facts(chunk));
    }
    stream.close();
    return String.join("\n", chunks);
  }

  /** Not the whole answer: its headers are others in each run. */
  private static String facts(GenerateContentResponse answer) {
    String candidates =
        answer.candidates().orElseThrow().stream()
            .map(Candidate::toJson)
            .collect(Collectors.joining());
    return candidates + " " + answer.usageMetadata() + " " + answer.responseId();
  }
}
