package dev.steno.smoke.okhttp;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.nothing;
import static dev.steno.smoke.contract.test.Expected.ok;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.Libraries;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OkHttp keeps the contract, in each major version. */
class OkHttpContractIT extends ModelCallContract {
  @Override
  protected Class<? extends Driver> driver() {
    return OkHttpDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    Map<String, List<Path>> versions = new LinkedHashMap<>();
    for (String version : List.of("3.14.9", "4.12.0", "5.5.1")) {
      versions.put(version, Libraries.in(version));
    }
    return versions;
  }

  @Override
  protected String instrumentation() {
    return "okhttp";
  }

  @Override
  protected List<List<String>> faults() {
    return List.of(
        List.of("dev.steno.instrumentation.okhttp.OkHttp$Chain", "enter", "exit"),
        List.of("dev.steno.instrumentation.okhttp.OkHttp$NetworkRequest", "enter"),
        List.of("dev.steno.instrumentation.okhttp.OkHttp$RequestBody", "enter", "exit"),
        List.of("dev.steno.instrumentation.okhttp.OkHttpExchange", "left", "requestId"),
        List.of("dev.steno.instrumentation.okhttp.Tapped", "body", "buffered", "copied"));
  }

  @Override
  protected List<Expected> expected() {
    return List.of(
        ok("body-string"),
        ok("body-char-stream").model("slow").streamed(),
        ok("body-source-lines").model("slow").streamed(),
        ok("body-peeked"),
        ok("source-peeked"),
        not("cancelled", "source-closed-twice")
            .model("slow")
            .status(200)
            .saying("Paris")
            .streamed(),
        not("cancelled", "source-after-close").status(200),
        ok("content-text"),
        ok("content-file"),
        ok("interceptor-reads"),
        ok("interceptor-retries").model("failing-once").attempts(2),
        ok("interceptor-calls"),
        not("error", "interceptor-throws"),
        not("cancelled", "cancelled-reading")
            .model("endless")
            .status(200)
            .saying("Paris")
            .streamed(),
        not("error", "call-timeout").model("silent"),
        ok("event-source").model("slow").streamed(),
        not("cancelled", "event-source-cancelled")
            .model("slow")
            .status(200)
            .saying("Paris")
            .streamed(),
        not("error", "event-source-rate-limited").model("rate-limited").status(429),
        nothing("web-socket"));
  }
}
