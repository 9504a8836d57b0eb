package dev.steno.agent.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.health.Log;
import dev.steno.agent.model.Cost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The user's own prices, and what is said of those that cannot be read. */
class PriceFilesTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log = new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);

  private Pricing with(String json) throws IOException {
    return new Pricing(Files.writeString(folder.resolve("ours.json"), json).toString(), log);
  }

  private static Cost cost(Pricing pricing, String provider, String host, String model) {
    return pricing
        .priced(
            Calls.interaction(Calls.call(provider, host, model, null, Calls.usage(1_000_000, 0))))
        .cost();
  }

  private static Cost usd(String amount, String prices) {
    return new Cost(new BigDecimal(amount), prices);
  }

  @Test
  void theUsersModelsComeFirstAndTheOthersStay() throws IOException {
    Pricing pricing =
        with(
            """
            [{"id": "openai",
              "models": [
                {"id": "gpt-4o", "prices": {"input_mtok": 1.5, "output_mtok": 6}},
                {"id": "ours", "match": {"starts_with": "FT:gpt-4o-mini"}, "prices": {"input_mtok": 9}}
              ]},
             {"id": "llm.corp", "models": [{"id": "Llama-3", "prices": {"input_mtok": 0.25}}]},
             {"id": "aws.bedrock", "models": [{"id": "acme.model", "prices": {"input_mtok": 7}}]}]
            """);
    assertThat(cost(pricing, "openai", null, "gpt-4o")).isEqualTo(usd("1.5", "ours.json"));
    assertThat(cost(pricing, "openai", null, "ft:gpt-4o-mini-2024-07-18:x"))
        .isEqualTo(usd("9", "ours.json"));
    assertThat(cost(pricing, "openai", null, "gpt-4o-mini"))
        .isEqualTo(usd("0.15", "genai-prices 2026-08-21"));
    // Its conditions are those of the file: other names of gpt-4o are nobody's now.
    assertThat(cost(pricing, "openai", null, "gpt-4o-2024-08-06")).isNull();
    assertThat(cost(pricing, "openai", "llm.corp", "llama-3")).isEqualTo(usd("0.25", "ours.json"));
    assertThat(cost(pricing, "llm.corp", null, "LLAMA-3")).isEqualTo(usd("0.25", "ours.json"));
    assertThat(cost(pricing, "aws.bedrock", null, "acme.model")).isEqualTo(usd("7", "ours.json"));
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void theSumNamesBothTables() throws IOException {
    Pricing pricing =
        with("[{\"id\":\"x\",\"models\":[{\"id\":\"m\",\"prices\":{\"input_mtok\":1}}]}]");
    assertThat(
            pricing
                .priced(
                    Calls.interaction(
                        Calls.call("openai", null, "gpt-4o", null, Calls.usage(1_000_000, 0)),
                        Calls.call("x", null, "m", null, Calls.usage(1_000_000, 0)),
                        Calls.call("x", null, "unknown", null, Calls.usage(1_000_000, 0)),
                        Calls.call("openai", null, "gpt-4o", null, Calls.usage(1_000_000, 0))))
                .cost())
        .isEqualTo(usd("6", "genai-prices 2026-08-21, ours.json"));
  }

  @Test
  void aTableAsItIsPublishedCanBeGivenAndPutIntoTheProject() throws Exception {
    String published =
        """
        [{"id": "openai", "name": "OpenAI", "api_pattern": "https://api\\\\.openai\\\\.com",
          "provider_match": {"contains": "openai"}, "extractors": [{"root": ["usage"]}],
          "models": [
            {"id": "gpt-4o", "match": {"equals": "gpt-4o"}, "context_window": 128000,
             "prices": [{"prices": {"input_mtok": 5.0}},
               {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 0.1}}]},
            {"id": "gpt-oss-20b", "match": {"equals": "gpt-oss-20b"}, "prices": {"input_mtok": 1}}
          ]}]
        """;
    Pricing pricing = with(published);
    assertThat(cost(pricing, "openai", null, "gpt-4o")).isEqualTo(usd("0.1", "ours.json"));

    PriceTableWriter.main(
        new String[] {folder.resolve("ours.json").toString(), "2027-01-31", folder.toString()});
    assertThat(folder.resolve(PriceFiles.DATE)).hasContent("2027-01-31");
    try (GZIPInputStream table =
        new GZIPInputStream(Files.newInputStream(folder.resolve(PriceFiles.TABLE)))) {
      assertThat(new String(table.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              """
              {"id":"openai","api_pattern":"https://api\\\\.openai\\\\.com",\
              "provider_match":{"contains":"openai"}}\t\
              [{"id":"gpt-4o","match":{"equals":"gpt-4o"},"prices":[{"prices":{"input_mtok":5.0}},\
              {"constraint":{"start_date":"2026-01-01"},"prices":{"input_mtok":0.1}}]}]
              """);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [                                                                       | it is no JSON in line 1, column
          `[{"id": "a",}]`                                                        | it is no JSON in line 1, column
          {}                                                                      | the file: providers is no list of objects
          null                                                                    | the file: providers is no list of objects
          ``                                                                      | the file: providers is no list of objects
          [1]                                                                     | the file: providers is no list of objects
          [{"name":"a"}]                                                          | provider number 1: it has no id
          [{"id":"a"}]                                                            | provider a: models is no list of objects
          [{"id":"a","models":[{}]}]                                              | provider a, model number 1: it has no id
          [{"id":"a","models":[{"id":"m"}]}]                                      | provider a, model m: prices is no list
          [{"id":"a","models":[{"id":"m","prices":[]}]}]                          | provider a, model m: prices is empty
          [{"id":"a","models":[{"id":"m","prices":[{}]}]}]                        | provider a, model m: it has no prices
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":-1}}]}]           | provider a, model m: input_mtok is -1, which is no price: write US dollars
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":"1"}}]}]          | input_mtok is 1, which is no price
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":1e999999999}}]}]  | which is no price
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":1e-999999999}}]}] | which is no price
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":NaN}}]}]          | it is no JSON in line 1
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":{"base":1}}}]}]   | input_mtok.tiers is no list
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":{"base":1,"tiers":[{"start":1.5,"price":2}]}}}]}] | starts at 1.5, which is no number of tokens
          [{"id":"a","models":[{"id":"m","prices":{"input_mtok":{"base":1,"tiers":[{"start":2,"price":2},{"start":1,"price":3}]}}}]}] | tiers out of order
          [{"id":"a","models":[{"id":"m","match":{"is":"m"},"prices":{"input_mtok":1}}]}]       | {is=m} is no condition: write {"equals": "a-name"}
          [{"id":"a","models":[{"id":"m","match":{"or":["m"]},"prices":{"input_mtok":1}}]}]     | m is no condition
          [{"id":"a","models":[{"id":"m","match":{"regex":"(m"},"prices":{"input_mtok":1}}]}]   | (m is no regular expression
          [{"id":"a","models":[{"id":"m","prices":[{"constraint":{"start_date":"soon"},"prices":{"input_mtok":1}}]}]}] | start_date is soon: write it as 2026-08-21
          [{"id":"a","models":[{"id":"m","prices":[{"constraint":{"start_time":"00:00:00Z"},"prices":{"input_mtok":1}}]}]}] | write both
          """)
  void whatIsWrongIsSaidOnceAndTheTableStays(String json, String why) throws IOException {
    Pricing pricing = with(json);
    assertThat(cost(pricing, "openai", null, "gpt-4o"))
        .isEqualTo(usd("2.5", "genai-prices 2026-08-21"));
    assertThat(cost(pricing, "openai", null, "gpt-4o")).isNotNull();
    assertThat(said.toString(StandardCharsets.UTF_8))
        .hasLineCount(1)
        .startsWith("steno: steno.prices.file=" + folder.resolve("ours.json") + " is not used: ")
        .contains(why)
        .endsWith("Prices are those of genai-prices alone.\n");
  }

  @Test
  void aFileThatIsNoneIsSaidToo() {
    assertThatThrownBy(() -> PriceFiles.read(folder.resolve("none.json").toString()))
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> PriceFiles.read(folder.toString()))
        .hasMessageContaining("it is no file");
    assertThatThrownBy(() -> PriceFiles.read("\0")).hasMessageContaining("it cannot be read");
  }
}
