package dev.steno.smoke.javahttpclient;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.ok;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@link java.net.http.HttpClient} keeps the contract, on each JDK. */
class JavaHttpClientContractIT extends ModelCallContract {
  @Override
  protected Class<? extends Driver> driver() {
    return JavaHttpClientDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    // It is in the JDK.
    return Map.of("jdk", List.of());
  }

  @Override
  protected String instrumentation() {
    return "java-http-client";
  }

  @Override
  protected List<Expected> expected() {
    return List.of(
        // The client reads ahead of the application, perhaps to the end.
        not("cancelled", "stream-unread").status(200).streamed().ending("cancelled", "ok"),
        ok("of-string"),
        ok("of-file"),
        ok("discarding"),
        ok("replacing"),
        ok("mapping"),
        not("error", "handler-throws").status(200),
        ok("of-lines").model("slow").streamed(),
        left("stream-closed-early", "Paris is"),
        left("stream-consumer-throws", "Paris"),
        left("async-stream-closed-early", "Paris is"),
        left("of-lines-closed-early", "Paris is"),
        ok("from-line-subscriber").model("slow").streamed(),
        ok("of-publisher").model("slow").streamed(),
        left("of-publisher-cancelled", "Paris is"),
        not("cancelled", "close-reaches-server").status(200).saying("Paris").streamed(),
        ok("publishing-string"),
        ok("publishing-input-stream"),
        ok("redirected").attempts(2));
  }

  /** The client reads ahead of the application, which is late on a busy machine. */
  private static Expected left(String shape, String output) {
    return not("cancelled", shape)
        .model("slow")
        .status(200)
        .saying(output)
        .streamed()
        .ending("cancelled", "ok");
  }

  @Override
  protected List<List<String>> faults() {
    String folder = "dev.steno.instrumentation.javahttpclient.";
    return List.of(
        List.of(folder + "JavaHttpClient$SendAsync", "enter", "exit"),
        List.of(folder + "JavaHttpClient$NeedsExecutor", "enter"),
        List.of(folder + "JavaHttpExchange", "begin", "requestId", "unseen"),
        List.of(folder + "JavaHttpRequest", "<clinit>"));
  }
}
