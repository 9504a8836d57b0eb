package dev.steno.smoke.contract.test;

import static dev.steno.smoke.contract.test.Expected.not;
import static dev.steno.smoke.contract.test.Expected.nothing;
import static dev.steno.smoke.contract.test.Expected.ok;

import java.util.ArrayList;
import java.util.List;

/** What must be recorded of the shapes that all clients have in common. */
final class ExpectedRecords {
  private static final String BEGUN = "Paris is the capital";

  private ExpectedRecords() {}

  static List<Expected> all() {
    List<Expected> all = new ArrayList<>();
    all.addAll(whole());
    all.addAll(failures());
    all.addAll(streams());
    all.addAll(reading());
    all.addAll(others());
    return all;
  }

  private static List<Expected> whole() {
    return List.of(
        ok("sync"),
        ok("sized").model("sized"),
        ok("twice").times(2),
        ok("big-prompt"),
        ok("parallel").times(16).echoing(),
        ok("body-once"),
        ok("http2"),
        ok("async").model("held"),
        not("error", "async-rate-limited").model("rate-limited-late").status(429),
        not("error", "async-connect-failure"),
        not("error", "async-read-timeout").model("silent"),
        not("cancelled", "async-cancelled").model("silent"));
  }

  private static List<Expected> failures() {
    return List.of(
        not("error", "rate-limited").model("rate-limited").status(429),
        not("error", "server-error").model("server-error").status(500),
        not("error", "malformed").model("malformed").status(200).saying("Paris"),
        not("error", "connect-failure"),
        not("error", "read-timeout").model("silent"),
        not("error", "interrupted").model("silent").ending("error", "cancelled"),
        ok("retry").model("unavailable-once").attempts(2),
        ok("gzip-asked-for").model("gzip"),
        ok("gzip-not-asked-for").model("gzip"));
  }

  private static List<Expected> streams() {
    return List.of(
        ok("stream").model("slow").streamed(),
        ok("stream-unclosed").streamed(),
        begun("error", "stream-error-event", "mid-error", BEGUN),
        not("error", "stream-rate-limited").model("rate-limited").status(429),
        begun("error", "stream-cut", "cut", BEGUN),
        begun("error", "stream-reset", "reset", BEGUN),
        ok("stream-gzip").model("gzip").streamed(),
        ok("stream-http2").streamed(),
        ok("stream-back-pressure").model("slow").streamed(),
        begun("cancelled", "stream-closed-early", "slow", "Paris is"),
        begun("cancelled", "stream-endless", "endless", "ParisParisParis"),
        not("cancelled", "stream-unread").status(200).streamed(),
        begun("cancelled", "stream-consumer-throws", "slow", "Paris"),
        begun("abandoned", "stream-abandoned", "endless", "Paris"),
        begun("cancelled", "stream-cancelled", "slow", "Paris is"),
        ok("async-stream").model("slow").streamed(),
        begun("cancelled", "async-stream-closed-early", "slow", "Paris is"),
        ok("push").model("slow").streamed(),
        // Some clients cancel what their consumer does not want, for others it is a failure.
        not("cancelled", "push-consumer-throws")
            .model("slow")
            .status(200)
            .streamed()
            .ending("cancelled", "error"));
  }

  private static Expected begun(String outcome, String shape, String model, String output) {
    return not(outcome, shape).model(model).saying(output).status(200).streamed();
  }

  private static List<Expected> reading() {
    return List.of(
        ok("read-single-bytes"),
        ok("read-all-bytes"),
        ok("read-n-bytes"),
        ok("read-transfer-to"),
        ok("read-lines"),
        ok("read-in-parts"),
        ok("read-marked"));
  }

  private static List<Expected> others() {
    return List.of(nothing("orders"), nothing("survey"), nothing("get"), nothing("orders-stream"));
  }
}
