package dev.steno.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.wire.Recognition.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are model calls, and who is called. */
class RecognitionTest {
  private static final Recognition NOTHING_SET = new Recognition(List.of(), List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/chat/completions",
        "/chat/completions",
        "/openai/v1/chat/completions",
        "/openai/deployments/gpt4/chat/completions",
        "/v1/responses",
        "/v1/embeddings",
        "/v1/completions",
        "/v1/agents/completions",
        "/v1/images/generations",
        "/v1/images/edits",
        "/v1/images/variations",
        "/v1/moderations",
        "/v1/audio/transcriptions",
        "/v1/audio/translations",
        "/v1/audio/speech",
        "/v1/messages",
        "/anthropic/v1/messages",
        "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@20250929:rawPredict",
        "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x:streamRawPredict",
        "/v1beta/models/gemini-2.5-flash:generateContent",
        "/v1beta/models/gemini-2.5-flash:streamGenerateContent",
        "/v1beta/models/gemini-embedding-001:embedContent",
        "/v1beta/models/gemini-embedding-001:batchEmbedContents",
        "/v1/projects/p/locations/l/publishers/google/models/text-embedding-005:predict",
        "/v2/chat",
        "/v1/chat",
        "/v1/generate",
        "/v2/embed",
        "/v1/embed"
      })
  void recognizesModelCalls(String path) {
    assertThat(NOTHING_SET.ofSdk("POST", null, null, path)).isEqualTo(Verdict.YES);
    assertThat(NOTHING_SET.ofSdk("GET", null, null, path)).isEqualTo(Verdict.NO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/responses/input_tokens",
        "/v1/responses/compact",
        "/v1/responses/resp_1",
        "/v1/responses/resp_1/cancel",
        "/v1/chat/completions/chatcmpl-1",
        "/v1/files",
        "/v1/messages/count_tokens",
        "/v1/messages/batches",
        "/v1beta/models/gemini-2.5-flash:countTokens",
        "/v1/projects/p/locations/l/endpoints/123:predict",
        "/v1/models",
        "/",
        ""
      })
  void leavesTheRestAlone(String path) {
    assertThat(NOTHING_SET.ofSdk("POST", null, null, path)).isEqualTo(Verdict.NO);
    assertThat(NOTHING_SET.ofHttp("POST", "api.openai.com", 443, path)).isEqualTo(Verdict.NO);
  }

  @ParameterizedTest
  @CsvSource({
    "api.openai.com, /v1/responses, YES",
    "eu-west4-aiplatform.googleapis.com, /v1/x/models/gemini-2.5-pro:generateContent, YES",
    "gw.corp, /openai/deployments/gpt4/embeddings, YES",
    "gw.corp, /v1beta/models/gemini-2.5-flash:streamGenerateContent, YES",
    "gw.corp, /v1/audio/transcriptions, YES",
    "gw.corp, /v1/chat/completions, IF_SHAPED",
    "gw.corp, /v1/responses, IF_SHAPED",
    "gw.corp, /api/chat, IF_SHAPED",
    "gw.corp, /model/amazon.nova-lite-v1:0/converse, IF_SHAPED",
    "gw.corp, /converse, NO",
    "gw.corp, /orders, NO"
  })
  void whereModelsAreNotAllThatIsServedTheBodyDecides(String host, String path, Verdict verdict) {
    assertThat(NOTHING_SET.ofHttp("POST", host, 443, path)).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/chat, chat, ollama",
    "/api/generate, text_completion, ollama",
    "/api/embed, embeddings, ollama",
    "/api/embeddings, embeddings, ollama",
    "/model/m/converse, chat, aws.bedrock",
    "/model/m/converse-stream, chat, aws.bedrock",
    "/model/m/invoke, chat, aws.bedrock",
    "/model/m/invoke-with-response-stream, chat, aws.bedrock",
    "/api/v1/services/aigc/text-generation/generation, chat, dashscope",
    "/api/v1/services/aigc/multimodal-generation/generation, chat, dashscope",
    "/api/v1/services/embeddings/text-embedding/text-embedding, embeddings, dashscope",
    "/api/v1/services/embeddings/multimodal-embedding/multimodal-embedding, embeddings, dashscope",
    "/api/v1/services/rerank/text-rerank/text-rerank, rerank, dashscope",
    "/api/v1/apps/app-1/completion, chat, dashscope"
  })
  void tellsTheOperationAndWhoSpeaksSo(String path, String operation, String provider) {
    Endpoint endpoint = Endpoint.of(path);
    assertThat(endpoint.operation()).isEqualTo(operation);
    assertThat(Providers.of("llm.acme.example", endpoint.provider(), "okhttp")).isEqualTo(provider);
  }

  @Test
  void theUserAddsServersAndSwitchesThemOff() {
    Recognition set =
        new Recognition(
            List.of("*.corp:8080", "gw.example/ai/*"), List.of("api.openai.com", "x.corp:8080"));

    assertThat(set.ofHttp("POST", "LLM.corp", 8080, "/any")).isEqualTo(Verdict.YES);
    assertThat(set.ofHttp("GET", "llm.corp", 8080, "/any")).isEqualTo(Verdict.NO);
    assertThat(set.ofHttp("POST", "llm.corp", 80, "/any")).isEqualTo(Verdict.NO);
    assertThat(set.ofHttp("POST", "x.corp", 8080, "/any")).isEqualTo(Verdict.EXCLUDED);
    assertThat(set.ofHttp("POST", "gw.example", 443, "/ai/talk")).isEqualTo(Verdict.YES);
    assertThat(set.ofHttp("POST", "gw.example", 443, "/shop")).isEqualTo(Verdict.NO);
    assertThat(set.ofHttp("POST", "api.openai.com", 443, "/v1/responses"))
        .isEqualTo(Verdict.EXCLUDED);
    assertThat(set.ofSdk("POST", "api.openai.com", 443, "/responses")).isEqualTo(Verdict.EXCLUDED);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "api.openai.com, openai-java, openai",
        "eu.api.openai.com, okhttp, openai",
        "acme.openai.azure.com, openai-java, azure.ai.openai",
        "acme.services.ai.azure.com, okhttp, azure.ai.openai",
        "acme.cognitiveservices.azure.com, okhttp, azure.ai.openai",
        "api.groq.com, openai-java, groq",
        "API.DeepSeek.com, openai-java, deepseek",
        "api.mistral.ai, okhttp, mistral_ai",
        "api.x.ai, okhttp, x_ai",
        "api.perplexity.ai, okhttp, perplexity",
        "openrouter.ai, okhttp, openrouter",
        "router.huggingface.co, okhttp, huggingface",
        "api-inference.huggingface.co, okhttp, huggingface",
        "api.fireworks.ai, okhttp, fireworks",
        "api.together.xyz, okhttp, together",
        "api.cerebras.ai, okhttp, cerebras",
        "models.github.ai, okhttp, github",
        "acme.snowflakecomputing.com, okhttp, snowflake",
        "integrate.api.nvidia.com, okhttp, nvidia",
        "api.moonshot.cn, okhttp, moonshot_ai",
        "open.bigmodel.cn, okhttp, z_ai",
        "ark.cn-beijing.volces.com, okhttp, volcengine",
        "dashscope-us.aliyuncs.com, okhttp, dashscope",
        "acme.services.ai.azure.com, okhttp, azure.ai.openai",
        "europe-west1-aiplatform.googleapis.com, okhttp, gcp.vertex_ai",
        "aiplatform.eu.rep.googleapis.com, okhttp, gcp.vertex_ai",
        "generativelanguage.googleapis.com, okhttp, gcp.gemini",
        "bedrock-runtime.us-east-1.amazonaws.com, okhttp, aws.bedrock",
        "bedrock-runtime-fips.us-gov-west-1.amazonaws.com, okhttp, aws.bedrock",
        "bedrock-runtime.cn-north-1.amazonaws.com.cn, okhttp, aws.bedrock",
        "bedrock-mantle.us-west-2.api.aws, okhttp, aws.bedrock",
        "api.cohere.com, okhttp, cohere",
        "api.voyageai.com, okhttp, voyage_ai",
        "api.jina.ai, okhttp, jina_ai",
        "api.sambanova.ai, okhttp, sambanova",
        "api.deepinfra.com, okhttp, deepinfra",
        "inference.baseten.co, okhttp, baseten",
        "api.ai21.com, okhttp, ai21",
        "api.upstage.ai, okhttp, upstage",
        "eu-de.ml.cloud.ibm.com, okhttp, ibm.watsonx.ai",
        "api.cloudflare.com, okhttp, cloudflare",
        "dbc-1.cloud.databricks.com, okhttp, databricks",
        "s3.us-east-1.amazonaws.com, okhttp, s3.us-east-1.amazonaws.com",
        "localhost, openai-java, openai",
        "127.0.0.1, openai-java, openai",
        "llm.acme.example, openai-java, openai",
        "llm.acme.example, okhttp, llm.acme.example",
        "null, openai-java, openai",
        "null, okhttp, openai"
      })
  void tellsTheProvider(String host, String instrumentation, String provider) {
    assertThat(Providers.of(host, null, instrumentation)).isEqualTo(provider);
  }

  @ParameterizedTest
  @CsvSource({
    "api.anthropic.com, anthropic, anthropic",
    "api.deepseek.com, anthropic, deepseek",
    "api.moonshot.ai, anthropic, moonshot_ai",
    "acme.services.ai.azure.com, anthropic, azure.ai.inference",
    "us-east5-aiplatform.googleapis.com, anthropic, gcp.vertex_ai",
    "aiplatform.googleapis.com, gcp.gemini, gcp.vertex_ai",
    "llm.acme.example, anthropic, anthropic",
    "localhost, gcp.gemini, gcp.gemini"
  })
  void aKnownHostWinsOverTheFormat(String host, String speaking, String provider) {
    assertThat(Providers.of(host, speaking, "okhttp")).isEqualTo(provider);
  }
}
