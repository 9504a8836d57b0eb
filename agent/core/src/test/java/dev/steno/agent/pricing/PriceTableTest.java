package dev.steno.agent.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.model.Call;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which model of the table a call is priced as, and when it is none. */
class PriceTableTest {
  private static final PriceTable TABLE = PriceFiles.embedded();

  private static String found(String provider, String host, String asked, String answered) {
    Call call = Calls.call(provider, host, asked, answered, Calls.usage(1, 1));
    Model model = TABLE.model(call);
    return model == null ? null : model.id();
  }

  @Test
  void theTableIsWhole() {
    int models =
        TABLE.providers().stream().mapToInt(provider -> provider.models().all().size()).sum();
    assertThat(TABLE.providers()).hasSize(36);
    // All 1309 but the three of OpenAI with open weights.
    assertThat(models).isEqualTo(1306);
    assertThat(TABLE.providers())
        .allSatisfy(
            provider ->
                assertThat(provider.models().all())
                    .allSatisfy(model -> assertThat(model.rates()).isNotEmpty()));
  }

  @Test
  void theModelThatAnsweredCountsBeforeTheOneThatWasAskedFor() {
    assertThat(found("openai", null, "gpt-4o", "gpt-4o-mini-2024-07-18")).isEqualTo("gpt-4o-mini");
    assertThat(found("openai", null, "gpt-4o", "what-is-this")).isEqualTo("gpt-4o");
    assertThat(found("azure.ai.openai", null, "our-deployment", "gpt-4o-2024-11-20"))
        .isEqualTo("gpt-4o");
  }

  @Test
  void atBedrockTheOneThatWasAskedForHasTheRegion() {
    String asked = "global.anthropic.claude-sonnet-4-5-20250929-v1:0";
    assertThat(found("aws.bedrock", null, asked, "claude-sonnet-4-5-20250929")).isEqualTo(asked);
    String profile = "arn:aws:bedrock:us-east-1:1:application-inference-profile/x1y2";
    assertThat(found("aws.bedrock", null, profile, "claude-sonnet-4-5-20250929"))
        .isEqualTo("regional.anthropic.claude-sonnet-4-5-20250929-v1:0");
  }

  @ParameterizedTest
  @CsvSource({
    "api.novita.ai,                            meta-llama/llama-3.3-70b-instruct, openai",
    "open.bigmodel.cn,                         glm-5.2,                           z_ai",
    "bedrock-runtime.eu-west-1.amazonaws.com,  amazon.nova-pro-v1:0,              openai",
    "acme.openai.azure.com,                    o4-mini,                           openai",
    "europe-west1-aiplatform.googleapis.com,   gemini-2.5-flash,                  gcp.vertex_ai",
    "API.Mistral.AI,                           codestral-latest,                  openai"
  })
  void theHostSaysWhoSells(String host, String model, String provider) {
    assertThat(found(provider, host, model, null)).isNotNull();
  }

  @Test
  void oneModelHasTwoPricesAtTwoHosts() {
    Call abroad = Calls.call("z_ai", "api.z.ai", "glm-5.2", null, null);
    Call athome = Calls.call("z_ai", "open.bigmodel.cn", "glm-5.2", null, null);
    assertThat(TABLE.model(abroad).prices(Calls.NOW))
        .isNotEqualTo(TABLE.model(athome).prices(Calls.NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "openai,      gpt-99",
    "openai,      gpt-oss-120b",
    "openai,      ''",
    "anthropic,   llama-3",
    "groq,        what-is-this",
    "jina_ai,     jina-embeddings-v3",
    "dashscope,   qwen-max",
    "cohere,      rerank-v3.5",
    // Where anybody could run it, at no price or another, the maker's says nothing.
    "ollama,      deepseek-r1:7b",
    "ollama,      gemini-3-flash-preview",
    "localhost,   mistral-small-latest",
    "llm.corp,    deepseek-chat",
    "llm.corp,    gpt-oss-20b",
    "langchain4j, codestral-latest",
    "openrouter,  google/gemini-2.0-flash-exp:free",
    "huggingface, openai/gpt-oss-120b",
    "huggingface, openai/gpt-oss-120b:nobody",
    "'',          what-is-this"
  })
  void anUnknownModelHasNoPrice(String provider, String model) {
    assertThat(found(provider, null, model, null)).isNull();
  }

  @Test
  void nothingIsAskedForWithoutNames() {
    assertThat(found(null, null, null, null)).isNull();
    assertThat(found(null, null, "gpt-4o", null)).isEqualTo("gpt-4o");
  }

  @Test
  void aPatternThatTakesForeverIsGivenUp() {
    Clause clause = new Clause.Finds(Pattern.compile("(a+)+$"));
    assertThat(clause.matches("a".repeat(255) + "b")).isFalse();
    assertThat(clause.matches("aaa")).isTrue();
  }
}
