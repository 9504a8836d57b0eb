package dev.steno.agent.pricing;

import dev.steno.agent.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a newer table into the project ({@code mvn -Pprices}); no part of the running agent.
 *
 * <p>A provider is a line: what finds it, a tab, and its models. Of a model only what finds it, and
 * its prices, are kept.
 */
public final class PriceTableWriter {
  private static final List<String> KEPT = List.of("id", "match", "prices");

  private PriceTableWriter() {}

  /**
   * {@code args}: the table (data_slim.json of genai-prices), its date, and the folder of the
   * resources. A table that the agent could not read is refused.
   */
  public static void main(String[] args) throws IOException, BadPrices {
    byte[] json = Files.readAllBytes(Path.of(args[0]));
    String date = LocalDate.parse(args[1]).toString();
    Path folder = Path.of(args[2]);
    int providers = PriceReader.read(in(json), PriceFiles.NAME).providers().size();
    int models = 0;
    try (OutputStream out = new Best(Files.newOutputStream(folder.resolve(PriceFiles.TABLE)))) {
      for (Map<String, @Nullable Object> provider : maps(PriceJson.read(in(json)))) {
        List<?> its = models(provider);
        provider.remove("models");
        provider.remove("name");
        out.write(Json.bytes(provider));
        out.write('\t');
        out.write(Json.bytes(its));
        out.write('\n');
        models += its.size();
      }
    }
    Files.write(folder.resolve(PriceFiles.DATE), (date + "\n").getBytes(StandardCharsets.UTF_8));
    System.out.println(models + " models of " + providers + " providers, as of " + date);
  }

  private static ByteArrayInputStream in(byte[] json) {
    return new ByteArrayInputStream(json);
  }

  private static List<Map<String, @Nullable Object>> models(Map<String, @Nullable Object> provider)
      throws BadPrices {
    List<Map<String, @Nullable Object>> models = maps(provider.get("models"));
    for (Map<String, @Nullable Object> model : models) {
      model.keySet().retainAll(KEPT);
    }
    if ("openai".equals(provider.get("id"))) {
      // OpenAI sells no model whose weights are open: its row would price those that others run.
      models.removeIf(model -> String.valueOf(model.get("id")).startsWith("gpt-oss"));
    }
    return models;
  }

  private static List<Map<String, @Nullable Object>> maps(@Nullable Object tree) throws BadPrices {
    return PriceReader.maps(tree, "the table", "what it has");
  }

  private static final class Best extends GZIPOutputStream {
    Best(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
