package dev.steno.smoke.apachehttpclient5;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.ok;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Apache's blocking HTTP client 5 keeps the contract, in each version. */
class ClassicContractIT extends ModelCallContract {
  private static final String PACKAGE = "dev.steno.instrumentation.apachehttpclient5.";

  @Override
  protected Class<? extends Driver> driver() {
    return ClassicDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    return Versions.all();
  }

  @Override
  protected String instrumentation() {
    return "apache-httpclient-5";
  }

  @Override
  protected List<List<String>> faults() {
    return List.of(
        List.of(PACKAGE + "ApacheHttpClient5$Execute", "<init>", "enter", "exit"),
        List.of(PACKAGE + "ApacheHttpClient5$SendEntity", "<init>", "enter"),
        List.of(PACKAGE + "ClassicExchange", "begin", "left", "answered", "tapped"),
        List.of(PACKAGE + "SentRequest", "tapped"),
        List.of(PACKAGE + "Heads", "mayBeCall", "start", "tell"));
  }

  @Override
  protected List<Expected> expected() {
    return List.of(
        ok("entity-to-string"),
        ok("entity-written"),
        ok("entity-buffered"),
        not("cancelled", "entity-closed").model("slow").status(200).streamed(),
        not("cancelled", "entity-consumed").status(200),
        not("cancelled", "handler-throws").model("slow").status(200).streamed(),
        ok("string-entity"),
        ok("expect-continue"),
        ok("minimal"),
        not("cancelled", "minimal-closed-early")
            .model("slow")
            .status(200)
            .saying("Paris is")
            .streamed(),
        ok("redirected").attempts(2),
        ok("call-inside"),
        not("error", "aborted"));
  }
}
