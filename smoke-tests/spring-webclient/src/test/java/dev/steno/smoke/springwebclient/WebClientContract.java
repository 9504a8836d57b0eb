package dev.steno.smoke.springwebclient;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.nothing;
import static dev.steno.smoke.contract.test.Expected.ok;

import dev.steno.smoke.contract.test.Expected;
import dev.steno.smoke.contract.test.Libraries;
import dev.steno.smoke.contract.test.ModelCallContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A WebClient keeps the contract: what its connectors have in common. */
abstract class WebClientContract extends ModelCallContract {
  private static final String EXCHANGE =
      "dev.steno.instrumentation.springwebclient.WebClientExchange";
  private static final String CONNECT =
      "dev.steno.instrumentation.springwebclient.SpringWebClient$Connect";

  static Map<String, List<Path>> versions(String... names) {
    Map<String, List<Path>> versions = new LinkedHashMap<>();
    for (String name : names) {
      String netty = name.startsWith("7") ? "netty-4.2" : "netty-4.1";
      versions.put(name, Libraries.in(name, netty, "shared"));
    }
    return versions;
  }

  @Override
  protected String instrumentation() {
    return "spring-webclient";
  }

  @Override
  protected List<Expected> expected() {
    return new ArrayList<>(
        List.of(
            not("error", "connect-failure").model("").times(2),
            not("error", "async-connect-failure").model("").times(2),
            ok("retrieve-string"),
            ok("retrieve-flux").model("slow").streamed(),
            ok("events").model("slow").streamed(),
            ok("events-until-done").model("slow").streamed(),
            ok("bodiless"),
            ok("status-only"),
            not("error", "retrieve-rate-limited").model("rate-limited").status(429),
            not("error", "on-status").model("rate-limited").status(429),
            not("error", "retry-operator").model("rate-limited").status(429).times(3),
            not("cancelled", "timeout-operator").model("silent"),
            not("cancelled", "take-two").model("slow").status(200).saying("Paris").streamed(),
            ok("limit-exceeded"),
            ok("subscribed-twice").times(2),
            nothing("never-subscribed"),
            ok("own-request"),
            ok("other-thread"),
            ok("context"),
            not("error", "body-fails"),
            ok("groups"),
            nothing("multipart"),
            not("cancelled", "mapping-throws").model("slow").status(200).streamed()));
  }

  /** It connects before it asks for the body. */
  @Override
  protected Set<String> withoutInput() {
    return Set.of("connect-failure", "async-connect-failure");
  }

  @Override
  protected List<List<String>> faults() {
    return List.of(
        List.of(CONNECT, "enter", "exit"),
        List.of(EXCHANGE, "begin", "sending", "answered", "written", "body", "requestId"));
  }
}
