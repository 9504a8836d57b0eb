package dev.steno.smoke.langchain4j.newer;

import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.langchain4j.Assistants;
import dev.steno.smoke.langchain4j.Events;
import dev.steno.smoke.langchain4j.Setting;
import dev.steno.smoke.langchain4j.Shape;
import dev.steno.smoke.langchain4j.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams that the application ends early. */
public final class CancelShapes implements Shapes {
  private static final int PIECES = 3;

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("stream-cancelled", CancelShapes::cancelled);
    return shapes;
  }

  private static void cancelled(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    AtomicInteger pieces = new AtomicInteger();
    AiServices.create(Assistants.Streaming.class, setting.streaming())
        .ask(setting.says("Tell me all."))
        .onPartialResponseWithContext(
            (piece, context) -> {
              out.fact("cancelled", context.streamingHandle().isCancelled());
              if (pieces.incrementAndGet() == PIECES) {
                context.streamingHandle().cancel();
              }
              if (pieces.get() <= PIECES) {
                events.partial(piece.text());
              }
            })
        .onCompleteResponse(events::complete)
        .onError(events::error)
        .start();
    out.fact("left", setting.isLeft());
  }
}
