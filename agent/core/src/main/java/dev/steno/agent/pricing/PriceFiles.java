package dev.steno.agent.pricing;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import dev.steno.agent.health.Log;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Loads the table that is in the jar, and the user's file over it. */
final class PriceFiles {
  static final String NAME = "genai-prices";
  static final String TABLE = NAME + ".gz";
  static final String DATE = NAME + ".date";

  private static final long MOST_BYTES = 16 << 20;

  private PriceFiles() {}

  /** Both; a file that cannot be used is said, and left out. */
  static PriceTable load(String file, Log log) {
    PriceTable embedded = embedded();
    if (file.isEmpty()) {
      return embedded;
    }
    try {
      return read(file).over(embedded);
    } catch (BadPrices bad) {
      String why = "steno.prices.file=" + file + " is not used: " + bad.getMessage();
      log.warn(why + ". Prices are those of " + NAME + " alone.");
      return embedded;
    }
  }

  /** The table in the jar. */
  static PriceTable embedded() {
    try (InputStream table = new GZIPInputStream(resource(TABLE));
        InputStream date = resource(DATE)) {
      String source = NAME + " " + new String(date.readAllBytes(), StandardCharsets.UTF_8).trim();
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      List<Provider> providers = new ArrayList<>();
      for (int begin = 0; begin < text.length(); ) {
        int end = text.indexOf('\n', begin);
        providers.add(PriceReader.provider(text.substring(begin, end), source));
        begin = end + 1;
      }
      return new PriceTable(List.copyOf(providers));
    } catch (IOException | BadPrices damaged) {
      throw new IllegalStateException("the table of prices in the jar is damaged", damaged);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = PriceFiles.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name);
    }
    return in;
  }

  /** The table in a file. */
  static PriceTable read(String file) throws BadPrices {
    try {
      Path path = Path.of(file);
      if (!Files.exists(path)) {
        throw new BadPrices("there is no such file; write its path, or leave it out");
      }
      if (!Files.isRegularFile(path) || Files.size(path) > MOST_BYTES) {
        throw new BadPrices("it is no file of at most 16 MiB; write one as genai-prices is");
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
        return PriceReader.read(in, String.valueOf(path.getFileName()));
      }
    } catch (JacksonException malformed) {
      JsonLocation at = malformed.getLocation();
      String line = at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new BadPrices("it is no JSON" + line + ": " + malformed.getOriginalMessage());
    } catch (AccessDeniedException denied) {
      throw new BadPrices("it may not be read; allow that to the user of this JVM");
    } catch (IOException | InvalidPathException unreadable) {
      throw new BadPrices("it cannot be read: " + unreadable);
    }
  }
}
