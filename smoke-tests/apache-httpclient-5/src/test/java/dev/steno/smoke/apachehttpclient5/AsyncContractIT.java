package dev.steno.smoke.apachehttpclient5;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.ok;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Apache's asynchronous HTTP client 5 keeps the contract, in each version. */
class AsyncContractIT extends ModelCallContract {
  private static final String PACKAGE = "dev.steno.instrumentation.apachehttpclient5.";

  @Override
  protected Class<? extends Driver> driver() {
    return AsyncDriver.class;
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
        List.of(PACKAGE + "ApacheHttpClient5$ExecuteAsync", "<init>", "enter"),
        List.of(PACKAGE + "AsyncExchange", "begun", "teed"),
        List.of(PACKAGE + "Heads", "mayBeCall", "start", "tell"));
  }

  @Override
  protected List<Expected> expected() {
    return List.of(
        // The client reads ahead of the application, perhaps to the end.
        not("cancelled", "stream-unread").status(200).streamed().ending("cancelled", "ok"),
        leftEarly("stream-closed-early", "Paris is"),
        leftEarly("async-stream-closed-early", "Paris is"),
        leftEarly("stream-consumer-throws", "Paris"),
        // The library reads on for an application that forgot its answer, until the driver gives
        // up.
        not("cancelled", "stream-abandoned")
            .ending("cancelled", "abandoned")
            .model("endless")
            .saying("Paris")
            .status(200)
            .streamed(),
        // The connection is found broken before what came over it is given.
        not("error", "stream-reset").model("reset").status(200).streamed(),
        ok("minimal"),
        ok("minimal-http2"),
        ok("simple"),
        ok("redirected").attempts(2));
  }

  private static Expected leftEarly(String shape, String output) {
    return not("cancelled", shape)
        .model("slow")
        .status(200)
        .saying(output)
        .streamed()
        .ending("cancelled", "ok");
  }
}
