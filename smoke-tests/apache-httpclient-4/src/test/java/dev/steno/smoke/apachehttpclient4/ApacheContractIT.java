package dev.steno.smoke.apachehttpclient4;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.ok;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.Libraries;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Apache's HTTP client 4 keeps the contract, in each version. */
class ApacheContractIT extends ModelCallContract {
  private static final String PACKAGE = "dev.steno.instrumentation.apachehttpclient4.";

  @Override
  protected Class<? extends Driver> driver() {
    return ApacheDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    Map<String, List<Path>> versions = new LinkedHashMap<>();
    List.of("4.3.6", "4.5.14")
        .forEach(version -> versions.put(version, Libraries.in("shared", version)));
    return versions;
  }

  @Override
  protected String instrumentation() {
    return "apache-httpclient-4";
  }

  @Override
  protected List<List<String>> faults() {
    return List.of(
        List.of(PACKAGE + "ApacheHttpClient4$Execute", "<init>", "enter", "exit"),
        List.of(PACKAGE + "ApacheHttpClient4$OpenBody", "<init>", "enter", "exit"),
        List.of(PACKAGE + "ApacheHttpClient4$Close", "<init>", "enter", "exit"),
        List.of(PACKAGE + "ApacheExchange", "begin", "start", "left", "answered", "tell"));
  }

  @Override
  protected List<Expected> expected() {
    return List.of(
        ok("entity-to-string"),
        ok("entity-written"),
        ok("entity-buffered"),
        not("cancelled", "entity-consumed").status(200),
        not("cancelled", "content-closed").model("slow").status(200).streamed(),
        not("cancelled", "handler-throws").status(200),
        ok("string-entity"),
        ok("minimal"),
        ok("default-http-client"),
        not("cancelled", "default-http-client-closed-early")
            .model("slow")
            .status(200)
            .saying("Paris is")
            .streamed(),
        ok("call-inside"));
  }
}
