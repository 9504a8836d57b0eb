package dev.steno.smoke.langchain4j.newer;

import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import dev.steno.smoke.langchain4j.OrderTools;
import dev.steno.smoke.langchain4j.Setting;
import dev.steno.smoke.langchain4j.Shape;
import dev.steno.smoke.langchain4j.Shapes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Flux;

/** Answers that come as a Flux of Reactor. */
public final class FluxShapes implements Shapes {
  private static final Duration LONG = Duration.ofSeconds(10);

  /** Streams its answers. */
  public interface Flowing {
    Flux<String> ask(String question);
  }

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("stream-flux", FluxShapes::whole);
    shapes.put("stream-flux-refused", FluxShapes::whole);
    shapes.put("stream-flux-cancelled", FluxShapes::cancelled);
    return shapes;
  }

  private static void whole(Setting setting, Transcript out) {
    out.fact("all", answer(setting, out).collectList().block(LONG));
  }

  private static void cancelled(Setting setting, Transcript out) {
    out.fact("some", answer(setting, out).take(2).collectList().block(LONG));
    // LangChain4j reads on, with nobody there.
    setting.next();
    out.fact("left", setting.isLeft());
  }

  private static Flux<String> answer(Setting setting, Transcript out) {
    return AiServices.builder(Flowing.class)
        .streamingChatModel(setting.streaming())
        .tools(new OrderTools())
        .build()
        .ask(setting.says("Where is my parcel?"))
        .doOnNext(
            piece -> {
              out.fact("piece", piece);
              setting.next();
            });
  }
}
