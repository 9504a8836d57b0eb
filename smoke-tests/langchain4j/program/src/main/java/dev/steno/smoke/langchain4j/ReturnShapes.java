package dev.steno.smoke.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.service.AiServices;
import dev.steno.smoke.contract.Transcript;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** What a method of an AI service may return, when it is not streamed. */
public final class ReturnShapes implements Shapes {
  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("returns-text", returning(Assistants.Reading::text));
    shapes.put("returns-message", ReturnShapes::message);
    shapes.put("returns-result", ReturnShapes::result);
    shapes.put("returns-customer", returning(Assistants.Reading::customer));
    shapes.put("returns-result-of-customer", ReturnShapes::resultOfCustomer);
    shapes.put("returns-mood", returning(Assistants.Reading::mood));
    shapes.put("returns-boolean", returning(Assistants.Reading::isGlad));
    shapes.put("returns-number", returning(Assistants.Reading::number));
    shapes.put("returns-lines", returning(Assistants.Reading::lines));
    shapes.put("returns-no-number", returning(Assistants.Reading::number));
    return shapes;
  }

  private static Shape returning(BiFunction<Assistants.Reading, String, Object> method) {
    return (setting, out) -> out.result(method.apply(reading(setting), setting.says("Read this.")));
  }

  private static void message(Setting setting, Transcript out) {
    AiMessage message = reading(setting).message(setting.says("Read this."));
    out.fact("text", message.text());
  }

  private static void result(Setting setting, Transcript out) {
    Told.result(out, reading(setting).result(setting.says("Read this.")));
  }

  private static void resultOfCustomer(Setting setting, Transcript out) {
    Told.result(out, reading(setting).resultOfCustomer(setting.says("Read this.")));
  }

  private static Assistants.Reading reading(Setting setting) {
    return AiServices.create(Assistants.Reading.class, setting.chat());
  }
}
