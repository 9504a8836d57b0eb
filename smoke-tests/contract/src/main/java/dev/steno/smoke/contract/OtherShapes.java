package dev.steno.smoke.contract;

import java.util.zip.CRC32;

/** Requests that are no model calls, some of them not easily told from one; and large answers. */
final class OtherShapes {
  private final Driver driver;

  private OtherShapes(Driver driver) {
    this.driver = driver;
  }

  static void addTo(Shapes shapes, Driver driver) {
    OtherShapes others = new OtherShapes(driver);
    shapes.quick(
        "orders",
        (model, out) -> others.send(model.post(model.url() + "/orders", "{\"order\":7}"), out));
    shapes.quick(
        "survey",
        (model, out) ->
            others.send(
                model.post(
                    model.url().replace("/v1", "/survey/v1") + "/responses",
                    "{\"answers\":[\"yes\",\"no\"]}"),
                out));
    shapes.quick(
        "get", (model, out) -> others.send(model.get(model.url() + "/chat/completions"), out));
    shapes.quick("orders-stream", others::ordersStream, Ability.STREAM);
    shapes.onDemand("export", others::export, Ability.STREAM);
    shapes.onDemand("big-answer", others::bigAnswer, Ability.STREAM);
  }

  private void send(Request request, Transcript out) throws Exception {
    WholeShapes.tell(driver.send(request), out);
  }

  private void ordersStream(Model model, Transcript out) throws Exception {
    Request request = model.post(model.url() + "/orders", "{\"order\":7}");
    try (Body body = driver.open(request)) {
      out.fact("status", body.status());
      new Lines(body).read(Integer.MAX_VALUE, out);
      out.facts(body.facts());
    }
  }

  private void export(Model model, Transcript out) throws Exception {
    String json = "{\"mebibytes\":" + mebibytes() + "}";
    readAndForget(model.post(model.rawUrl() + "/export", json), out);
  }

  private void bigAnswer(Model model, Transcript out) throws Exception {
    readAndForget(model.rawChat("big-" + mebibytes()), out);
  }

  private static int mebibytes() {
    return Integer.getInteger("contract.big", 64);
  }

  private void readAndForget(Request request, Transcript out) throws Exception {
    CRC32 sum = new CRC32();
    long length = 0;
    try (Body body = driver.open(request)) {
      for (byte[] piece = body.next(); piece != null; piece = body.next()) {
        sum.update(piece);
        length += piece.length;
      }
    }
    out.fact("length", length);
    out.fact("sum", sum.getValue());
  }
}
