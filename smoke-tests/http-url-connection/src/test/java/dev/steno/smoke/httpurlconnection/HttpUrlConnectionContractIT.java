package dev.steno.smoke.httpurlconnection;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.ok;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@link java.net.HttpURLConnection} keeps the contract, on each JDK. */
class HttpUrlConnectionContractIT extends ModelCallContract {
  @Override
  protected Class<? extends Driver> driver() {
    return HttpUrlConnectionDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    // It is in the JDK.
    return Map.of("jdk", List.of());
  }

  @Override
  protected String instrumentation() {
    return "http-url-connection";
  }

  /** It connects before it gives a stream to write to. */
  @Override
  protected Set<String> withoutInput() {
    return Set.of("connect-failure");
  }

  @Override
  protected List<Expected> expected() {
    return List.of(
        not("error", "connect-failure").model(""),
        ok("chunked"),
        ok("written-in-parts"),
        ok("streamed-in-parts"),
        not("error", "too-little-written"),
        ok("get-with-body"),
        ok("header-first"),
        ok("read-by-halves"),
        ok("output-after-input"),
        not("cancelled", "status-only").status(200),
        not("error", "error-unread").model("rate-limited").status(429));
  }

  @Override
  protected List<List<String>> faults() {
    String folder = "dev.steno.instrumentation.httpurlconnection.";
    return List.of(
        List.of(folder + "HttpUrlConnection$Output", "enter", "exit"),
        List.of(folder + "HttpUrlConnection$Input", "enter", "exit"),
        List.of(folder + "HttpUrlConnection$ErrorInput", "exit"),
        List.of(folder + "HttpUrlExchange", "<clinit>", "posts", "sent", "tell", "tapped"));
  }
}
