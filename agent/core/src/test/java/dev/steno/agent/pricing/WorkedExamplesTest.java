package dev.steno.agent.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Log;
import dev.steno.agent.model.Call;
import dev.steno.agent.model.Cost;
import dev.steno.agent.model.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What calls cost, by hand. The sums are in millionths of a dollar, so that each price is the one
 * that the provider prints for a million tokens.
 */
class WorkedExamplesTest {
  private static final Pricing PRICING = new Pricing("", new Log(System.err, false));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
"""
# provider    | model                             | when                 | in     | out  | read | written | reason | millionths of a dollar                             | US dollars
openai        | gpt-4o-2024-08-06                 | 2026-11-20T12:00:00Z | 80     | 25   | 40   |         | 5      | 40 x 2.5 + 40 x 1.25 + 25 x 10                     | 0.0004
openai        | gpt-4o-mini                       | 2026-11-20T12:00:00Z | 1000   | 500  |      |         |        | 1000 x 0.15 + 500 x 0.6                            | 0.00045
openai        | GPT-5                             | 2026-11-20T12:00:00Z | 10000  | 2000 | 4000 |         | 1500   | 6000 x 1.25 + 4000 x 0.125 + 2000 x 10             | 0.028
openai        | ft:gpt-4o-mini-2024-07-18:acme::1 | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 0.3 + 10 x 1.2                               | 0.000042
openai        | text-embedding-3-small            | 2026-11-20T12:00:00Z | 1500   |      |      |         |        | 1500 x 0.02                                        | 0.00003
openai        | gpt-5.6-luna-2026-07-09           | 2026-11-20T12:00:00Z | 1000   | 100  | 500  | 200     |        | 300 x 0.2 + 500 x 0.02 + 200 x 0.25 + 100 x 1.2    | 0.00024
# a tier is for all tokens of a call with more input than its start, output too
openai        | gpt-5.4                           | 2026-11-20T12:00:00Z | 272000 | 1000 |      |         |        | 272000 x 2.5 + 1000 x 15                           | 0.695
openai        | gpt-5.4                           | 2026-11-20T12:00:00Z | 272001 | 1000 |      |         |        | 272001 x 5 + 1000 x 22.5                           | 1.382505
anthropic     | claude-sonnet-4-5-20250929        | 2026-11-20T12:00:00Z | 200000 | 10   |      |         |        | 200000 x 3 + 10 x 15                               | 0.60015
anthropic     | claude-sonnet-4-5-20250929        | 2026-11-20T12:00:00Z | 200001 | 10   | 1    |         |        | 200000 x 6 + 1 x 0.6 + 10 x 22.5                   | 1.2002256
gcp.gemini    | gemini-2.5-pro                    | 2026-11-20T12:00:00Z | 200001 | 100  | 1    |         |        | 200000 x 2.5 + 1 x 0.25 + 100 x 15                 | 0.50150025
# prices that change on a day, in UTC
openai        | o3                                | 2025-06-09T23:59:59Z | 1000   | 100  |      |         |        | 1000 x 10 + 100 x 40                               | 0.014
openai        | o3                                | 2025-06-10T00:00:00Z | 1000   | 100  |      |         |        | 1000 x 2 + 100 x 8                                 | 0.0028
anthropic     | claude-opus-4-6                   | 2026-03-12T23:59:59Z | 250000 | 100  |      |         |        | 250000 x 10 + 100 x 37.5                           | 2.50375
anthropic     | claude-opus-4-6                   | 2026-03-13T00:00:00Z | 250000 | 100  |      |         |        | 250000 x 5 + 100 x 25                              | 1.2525
anthropic     | claude-sonnet-5                   | 2026-08-31T12:00:00Z | 1000   | 1000 |      |         |        | 1000 x 2 + 1000 x 10                               | 0.012
anthropic     | claude-sonnet-5                   | 2026-09-01T12:00:00Z | 1000   | 1000 |      |         |        | 1000 x 3 + 1000 x 15                               | 0.018
gcp.gemini    | gemini-3.6-flash                  | 2026-12-31T23:59:59Z | 100    | 10   |      |         |        | 100 x 0.75 + 10 x 3.75                             | 0.0001125
gcp.gemini    | gemini-3.6-flash                  | 2027-01-01T00:00:00Z | 100    | 10   |      |         |        | 100 x 1.5 + 10 x 7.5                               | 0.000225
# prices that change with the time of day
deepseek      | deepseek-chat                     | 2026-11-20T00:29:59Z | 9      | 4    | 8    |         |        | 1 x 0.135 + 8 x 0.035 + 4 x 0.55                   | 0.000002615
deepseek      | deepseek-chat                     | 2026-11-20T00:30:00Z | 9      | 4    | 8    |         |        | 1 x 0.27 + 8 x 0.07 + 4 x 1.1                      | 0.00000523
deepseek      | deepseek-chat                     | 2026-11-20T16:29:59Z | 9      | 4    | 8    |         |        | 1 x 0.27 + 8 x 0.07 + 4 x 1.1                      | 0.00000523
deepseek      | deepseek-chat                     | 2026-11-20T16:30:00Z | 9      | 4    | 8    |         |        | 1 x 0.135 + 8 x 0.035 + 4 x 0.55                   | 0.000002615
# caches
anthropic     | claude-sonnet-4-5                 | 2026-11-20T12:00:00Z | 142    | 57   | 100  | 30      |        | 12 x 3 + 100 x 0.3 + 30 x 3.75 + 57 x 15           | 0.0010335
gcp.gemini    | gemini-2.5-flash                  | 2026-11-20T12:00:00Z | 83     | 30   | 40   |         | 5      | 43 x 0.3 + 40 x 0.03 + 30 x 2.5                    | 0.0000891
x_ai          | grok-4.3-20260301                 | 2026-11-20T12:00:00Z | 1000   | 100  | 800  |         | 60     | 200 x 1.25 + 800 x 0.2 + 100 x 2.5                 | 0.00066
cohere        | command-r-plus-08-2024            | 2026-11-20T12:00:00Z | 11     | 25   | 5    |         |        | 6 x 2.5 + 5 x 2.5 + 25 x 10                        | 0.0002775
# clouds: their own prices, else those of the maker
aws.bedrock   | us.anthropic.claude-sonnet-4-5-20250929-v1:0     | 2026-11-20T12:00:00Z | 1230 | 628 | 1000 | 200 | | 30 x 3.3 + 1000 x 0.33 + 200 x 4.125 + 628 x 16.5 | 0.011616
aws.bedrock   | global.anthropic.claude-sonnet-4-5-20250929-v1:0 | 2026-11-20T12:00:00Z | 1230 | 628 | 1000 | 200 | | 30 x 3 + 1000 x 0.3 + 200 x 3.75 + 628 x 15       | 0.01056
aws.bedrock   | arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1 | 2026-11-20T12:00:00Z | 1000 | 1000 | | | | 1000 x 8 + 1000 x 24 | 0.032
aws.bedrock   | amazon.nova-lite-v1:0             | 2026-11-20T12:00:00Z | 1000   | 1000 |      |         |        | 1000 x 0.06 + 1000 x 0.24                          | 0.0003
aws.bedrock   | amazon.titan-embed-text-v2:0      | 2026-11-20T12:00:00Z | 100    |      |      |         |        | 100 x 0.1                                          | 0.00001
azure.ai.openai    | o4-mini                      | 2026-11-20T12:00:00Z | 100    | 10   | 50   |         |        | 50 x 1.1 + 50 x 0.28 + 10 x 4.4                    | 0.000113
azure.ai.openai    | gpt-4o-2024-11-20            | 2026-11-20T12:00:00Z | 100    | 100  |      |         |        | 100 x 2.5 + 100 x 10                               | 0.00125
azure.ai.openai    | gpt-35-turbo                 | 2026-11-20T12:00:00Z | 100    | 100  |      |         |        | 100 x 0.5 + 100 x 1.5                              | 0.0002
azure.ai.inference | Mistral-Large-2411           | 2026-11-20T12:00:00Z | 10     | 10   |      |         |        | 10 x 2 + 10 x 6                                    | 0.00008
gcp.vertex_ai | claude-sonnet-4-5@20250929        | 2026-11-20T12:00:00Z | 1000   | 100  |      |         |        | 1000 x 3 + 100 x 15                                | 0.0045
gcp.vertex_ai | claude-opus-4-5@20251101          | 2026-11-20T12:00:00Z | 1000   | 100  |      |         |        | 1000 x 5 + 100 x 25                                | 0.0075
gcp.vertex_ai | gemini-embedding-001              | 2026-11-20T12:00:00Z | 400    |      |      |         |        | 400 x 0.15                                         | 0.00006
# others
mistral_ai    | mistral-small-latest              | 2026-11-20T12:00:00Z | 9      | 4    |      |         |        | 9 x 0.1 + 4 x 0.3                                  | 0.0000021
mistral_ai    | mistral-embed                     | 2026-11-20T12:00:00Z | 100    | 0    |      |         |        | 100 x 0.1                                          | 0.00001
groq          | llama-3.3-70b-versatile           | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 0.59 + 10 x 0.79                             | 0.0000669
cerebras      | gpt-oss-120b                      | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 0.35 + 10 x 0.75                             | 0.0000425
together      | meta-llama/Llama-3.3-70B-Instruct-Turbo     | 2026-11-20T12:00:00Z | 100 | 10 |  |     |        | 100 x 0.88 + 10 x 0.88                             | 0.0000968
fireworks     | accounts/fireworks/models/deepseek-v3p2     | 2026-11-20T12:00:00Z | 100 | 10 | 50 |   |        | 50 x 0.56 + 50 x 0.28 + 10 x 1.68                  | 0.0000588
openrouter    | openai/gpt-4o-mini                | 2026-11-20T12:00:00Z | 100    | 10   | 60   |         |        | 40 x 0.15 + 60 x 0.075 + 10 x 0.6                  | 0.0000165
openrouter    | anthropic/claude-v2.1             | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 8 + 10 x 24                                  | 0.00104
huggingface   | openai/gpt-oss-120b:groq          | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 0.15 + 10 x 0.75                             | 0.0000225
moonshot_ai   | kimi-k2.5                         | 2026-11-20T12:00:00Z | 100    | 10   | 50   |         |        | 50 x 0.6 + 50 x 0.1 + 10 x 3                       | 0.000065
z_ai          | glm-5.3                           | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 1.4 + 10 x 4.4                               | 0.000184
voyage_ai     | voyage-3.5                        | 2026-11-20T12:00:00Z | 26     |      |      |         |        | 26 x 0.06                                          | 0.00000156
# Perplexity: a request costs 12 dollars a thousand; reasoning is counted beside the output
perplexity    | sonar                             | 2026-11-20T12:00:00Z | 100    | 50   |      |         |        | 100 x 1 + 50 x 1 + 1 x 12000                       | 0.01215
perplexity    | sonar-deep-research               | 2026-11-20T12:00:00Z | 33     | 7163 |      |         | 73995  | 33 x 2 + 7163 x 8 + 73995 x 3                      | 0.279355
# gateways that nobody knows: the maker's price, where only the maker has the model
llm.corp      | gpt-4o                            | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 2.5 + 10 x 10                                | 0.00035
llm.corp      | bedrock/us.anthropic.claude-3-haiku-20240307-v1:0 | 2026-11-20T12:00:00Z | 100 | 10 | | |     | 100 x 0.25 + 10 x 1.25                             | 0.0000375
openai        | claude-haiku-4-5                  | 2026-11-20T12:00:00Z | 100    | 10   |      |         |        | 100 x 1 + 10 x 5                                   | 0.00015
""")
  void costs(
      String provider,
      String model,
      Instant when,
      Long input,
      Long output,
      Long read,
      Long written,
      Long reasoning,
      String sum,
      BigDecimal usd) {
    Usage usage = new Usage(input, output, read, written, reasoning);
    Call call = Calls.call(provider, null, model, null, when, usage);

    assertThat(worked(sum)).as("the arithmetic").isEqualByComparingTo(usd);
    Cost cost = PRICING.priced(Calls.interaction(call)).cost();
    assertThat(cost).isEqualTo(new Cost(usd, "genai-prices 2026-08-21"));
  }

  private static BigDecimal worked(String sum) {
    BigDecimal all = BigDecimal.ZERO;
    for (String product : sum.split("\\+")) {
      String[] factors = product.split("x");
      all = all.add(new BigDecimal(factors[0].trim()).multiply(new BigDecimal(factors[1].trim())));
    }
    return all.movePointLeft(6);
  }
}
