package dev.steno.agent.wire;

import dev.steno.agent.model.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** One exchange as it went over the wire, and how a test plays it to the reader. */
record Sample(
    String path,
    byte[] request,
    String requestType,
    int status,
    String responseType,
    String encoding,
    byte[] response) {

  static final int BUDGET = 1 << 20;
  static final String JSON = "application/json";
  static final String SSE = "text/event-stream; charset=utf-8";
  static final String ANTHROPIC = "/v1/messages";
  static final String GEMINI = "/v1beta/models/gemini-2.5-flash:";
  static final String GEMINI_STREAM = GEMINI + "streamGenerateContent";
  static final String NDJSON = "application/x-ndjson";
  static final String EVENTS = "application/vnd.amazon.eventstream";
  static final String OLLAMA_CHAT = "/api/chat";
  static final String NOVA_STREAM = "amazon.nova-lite-v1%3A0/invoke-with-response-stream";
  static final String TITAN_STREAM = "amazon.titan-text-express-v1/invoke-with-response-stream";
  static final String LLAMA_STREAM = "meta.llama3-8b-instruct-v1%3A0/invoke-with-response-stream";
  static final String MISTRAL_STREAM =
      "mistral.mistral-large-2407-v1%3A0/invoke-with-response-stream";
  static final String DASHSCOPE = "/api/v1/services/aigc/text-generation/generation";
  static final String DASHSCOPE_APP = "/api/v1/apps/app-1/completion";
  static final String DASHSCOPE_EMBEDDINGS =
      "/api/v1/services/embeddings/text-embedding/text-embedding";
  private static final String FORM = "multipart/form-data; boundary=X-b0und";

  /** A sample from two files; the kind of each is in its name. */
  static Sample files(String path, String request, String response) {
    String requestType = request.endsWith(".form") ? FORM : JSON;
    String kind = response.substring(response.lastIndexOf('.'));
    String type =
        switch (kind) {
          case ".sse" -> SSE;
          case ".ndjson" -> NDJSON;
          case ".events", ".chunks" -> EVENTS;
          default -> JSON;
        };
    byte[] bytes =
        switch (kind) {
          case ".events" -> EventStreams.events(response);
          case ".chunks" -> EventStreams.chunks(response);
          default -> file(response);
        };
    return new Sample(path, file(request), requestType, 200, type, null, bytes);
  }

  /** A sample whose answer is written in the test. */
  static Sample text(String path, String request, String type, String response) {
    return new Sample(path, bytes(request), JSON, 200, type, null, bytes(response));
  }

  static Sample chat(String type, String response) {
    return text("/v1/chat/completions", "{\"model\":\"gpt-4o\",\"messages\":[]}", type, response);
  }

  static List<Sample> all() {
    String chat = "/v1/chat/completions";
    return List.of(
        files(chat, "chat-request.json", "chat-response.json"),
        files(chat, "chat-request.json", "chat-response.sse"),
        files(chat, "chat-request.json", "chat-tools-response.sse"),
        files("/v1/responses", "responses-request.json", "responses-response.json"),
        files("/v1/responses", "responses-request.json", "responses-response.sse"),
        files("/v1/embeddings", "embeddings-request.json", "embeddings-response.json"),
        files("/v1/completions", "completions-request.json", "completions-response.json"),
        files("/v1/completions", "completions-request.json", "completions-response.sse"),
        files("/v1/images/generations", "images-request.json", "images-response.json"),
        files("/v1/images/generations", "images-request.json", "images-response.sse"),
        files("/v1/moderations", "moderations-request.json", "moderations-response.json"),
        files(
            "/v1/audio/transcriptions",
            "transcriptions-request.form",
            "transcriptions-response.json"),
        files(
            "/v1/audio/transcriptions",
            "transcriptions-request.form",
            "transcriptions-response.sse"),
        files(ANTHROPIC, "anthropic-request.json", "anthropic-response.json"),
        files(ANTHROPIC, "anthropic-request.json", "anthropic-response.sse"),
        files(GEMINI + "generateContent", "gemini-request.json", "gemini-response.json"),
        files(GEMINI_STREAM, "gemini-request.json", "gemini-response.sse"),
        files(GEMINI_STREAM, "gemini-request.json", "gemini-stream-response.json"),
        files(
            GEMINI + "batchEmbedContents",
            "gemini-embed-request.json",
            "gemini-embed-response.json"),
        files(GEMINI + "predict", "predict-embed-request.json", "predict-embed-response.json"),
        files(GEMINI + "predict", "predict-image-request.json", "predict-image-response.json"),
        files("/v2/chat", "cohere-request.json", "cohere-response.json"),
        files("/v2/chat", "cohere-request.json", "cohere-response.sse"),
        files("/v1/chat", "cohere-v1-request.json", "cohere-v1-response.json"),
        files("/v1/chat", "cohere-v1-request.json", "cohere-v1-response.sse"),
        files("/v1/generate", "cohere-generate-request.json", "cohere-generate-response.json"),
        files("/v2/embed", "cohere-embed-request.json", "cohere-embed-response.json"),
        files(OLLAMA_CHAT, "ollama-chat-request.json", "ollama-chat-response.json"),
        files(OLLAMA_CHAT, "ollama-chat-request.json", "ollama-chat-response.ndjson"),
        files(OLLAMA_CHAT, "ollama-chat-request.json", "ollama-tools-response.ndjson"),
        files("/api/generate", "ollama-generate-request.json", "ollama-generate-response.json"),
        files("/api/generate", "ollama-generate-request.json", "ollama-generate-response.ndjson"),
        files("/api/embed", "ollama-embed-request.json", "ollama-embed-response.json"),
        files(bedrock("c/converse"), "converse-request.json", "converse-response.json"),
        files(bedrock("c/converse-stream"), "converse-request.json", "converse-response.events"),
        files(bedrock("n/invoke"), "nova-request.json", "nova-response.json"),
        files(bedrock(NOVA_STREAM), "nova-request.json", "nova-response.chunks"),
        files(bedrock("t/invoke"), "titan-request.json", "titan-response.json"),
        files(bedrock(TITAN_STREAM), "titan-request.json", "titan-response.chunks"),
        files(bedrock("l/invoke"), "llama-request.json", "llama-response.json"),
        files(bedrock(LLAMA_STREAM), "llama-request.json", "llama-response.chunks"),
        files(bedrock(MISTRAL_STREAM), "mistral-request.json", "mistral-response.chunks"),
        files(DASHSCOPE, "dashscope-request.json", "dashscope-response.json"),
        files(DASHSCOPE, "dashscope-request.json", "dashscope-response.sse"),
        files(DASHSCOPE_APP, "dashscope-app-request.json", "dashscope-app-response.sse"),
        files(
            DASHSCOPE_EMBEDDINGS,
            "dashscope-embeddings-request.json",
            "dashscope-embeddings-response.json"),
        files("/v2/rerank", "rerank-request.json", "rerank-response.json"));
  }

  /** The path of a model on Bedrock. */
  static String bedrock(String modelAndOperation) {
    return "/model/" + modelAndOperation;
  }

  Sample status(int status) {
    return new Sample(path, request, requestType, status, responseType, encoding, response);
  }

  Sample response(byte[] response) {
    return new Sample(path, request, requestType, status, responseType, encoding, response);
  }

  Sample request(String request) {
    return new Sample(path, bytes(request), JSON, status, responseType, encoding, response);
  }

  Sample encoded(String encoding, byte[] response) {
    return new Sample(path, request, requestType, status, responseType, encoding, response);
  }

  Call play() {
    return play(Ending.How.END_OF_BODY, Integer.MAX_VALUE, BUDGET);
  }

  Call play(Ending.How how) {
    return play(how, Integer.MAX_VALUE, BUDGET);
  }

  Call play(Ending.How how, int piece, int budget) {
    ExchangeReader reader = reader(budget);
    feed(reader, piece, true);
    reader.response(status, responseType, encoding, "req_1");
    feed(reader, piece, false);
    return reader.finish(ending(how));
  }

  ExchangeReader reader(int budget) {
    return new ExchangeReader(exchange(path, "api.openai.com", "openai-java"), budget);
  }

  private void feed(ExchangeReader reader, int piece, boolean ofRequest) {
    byte[] bytes = ofRequest ? request : response;
    for (int i = 0; i < bytes.length; i += Math.min(piece, bytes.length)) {
      int length = Math.min(piece, bytes.length - i);
      // A piece of its own, spoilt afterwards: nobody may have kept it.
      byte[] copy = java.util.Arrays.copyOfRange(bytes, i, i + length);
      if (ofRequest) {
        reader.request(copy, 0, length, requestType);
      } else {
        reader.body(copy, 0, length);
      }
      java.util.Arrays.fill(copy, (byte) '#');
    }
  }

  static Exchange exchange(String path, String host, String instrumentation) {
    return new Exchange("id-1", null, path, host, 443, Instant.EPOCH, instrumentation, true);
  }

  static Ending ending(Ending.How how) {
    boolean failed = how == Ending.How.FAILED;
    return new Ending(
        how, failed ? "java.io.IOException" : null, failed ? "reset" : null, 1_000, 400L, 500L, 1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] file(String name) {
    try (InputStream in = Sample.class.getResourceAsStream("/wire/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes of text a call holds. */
  static int textOf(Call call) {
    int bytes = 0;
    for (var message : call.inputMessages()) {
      bytes += message.parts().stream().mapToInt(part -> textOf(part.fields())).sum();
    }
    for (var message : call.outputMessages()) {
      bytes += message.parts().stream().mapToInt(part -> textOf(part.fields())).sum();
    }
    for (var part : call.systemInstructions()) {
      bytes += textOf(part.fields());
    }
    return bytes + textOf(call.request()) + textOf(call.result()) + textOf(call.toolDefinitions());
  }

  private static int textOf(Object value) {
    if (value instanceof String text) {
      return Text.bytes(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().mapToInt(Sample::textOf).sum();
    }
    return value instanceof java.util.Map<?, ?> map
        ? map.values().stream().mapToInt(Sample::textOf).sum()
        : 0;
  }

  @Override
  public String toString() {
    return path + " " + responseType + " " + response.length;
  }
}
