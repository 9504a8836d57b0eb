package dev.steno.smoke.langchain4j;

import static dev.steno.smoke.langchain4j.Round.says;
import static dev.steno.smoke.langchain4j.Round.wants;

import dev.steno.smoke.langchain4j.Round.Wish;
import java.util.List;
import java.util.Map;

/** What the model does in each shape, round after round. */
final class Script {
  private static final Round ORDER = wants("findOrder", "{\"customer\": \"17\"}");
  private static final Round PARCEL = wants("findParcel", "{\"order\": \"o-of-17\"}");
  private static final Round LYON = says("Your parcel is in Lyon.");

  private static final Round CANCEL = wants("cancelOrder", "{\"order\": \"o-1\"}");
  private static final Round BOTH =
      wants(
          new Wish("findOrder", "{\"customer\": \"17\"}"),
          new Wish("findParcel", "{\"order\": \"o-1\"}"));

  private static final Map<String, List<Round>> ROUNDS =
      Map.ofEntries(
          Map.entry("turn", List.of(ORDER, PARCEL, LYON)),
          Map.entry("two-tools-at-once", List.of(BOTH, LYON)),
          Map.entry("tool-throws", List.of(CANCEL, says("It is too late."))),
          Map.entry("unknown-tool", List.of(wants("sing", "{}"), says("La la."))),
          Map.entry("too-many-rounds", List.of(PARCEL, PARCEL, PARCEL, PARCEL, PARCEL)),
          Map.entry("refused", List.of(new Round.Refuses(400))),
          Map.entry("refused-later", List.of(PARCEL, new Round.Refuses(400))),
          Map.entry("retried-in-vain", List.of(new Round.Refuses(500))),
          Map.entry(
              "service-as-tool",
              List.of(wants("translate", "{\"text\": \"hello\"}"), says("It is bonjour."))),
          Map.entry(
              "service-in-tool",
              List.of(wants("askExpert", "{\"question\": \"Where?\"}"), says("In Lyon."))),
          Map.entry("expert", List.of(PARCEL, says("Lyon."))),
          Map.entry("stream", List.of(ORDER, PARCEL, LYON)),
          Map.entry("stream-overtaken", List.of(ORDER, PARCEL, LYON)),
          Map.entry("stream-tool-throws", List.of(CANCEL, LYON)),
          Map.entry("stream-unknown-tool", List.of(wants("sing", "{}"), LYON)),
          Map.entry("stream-error-event", List.of(new Round.Fails("Your parcel"))),
          Map.entry("stream-reset", List.of(new Round.Breaks("Your parcel"))),
          Map.entry("stream-refused", List.of(new Round.Refuses(400))),
          Map.entry("stream-refused-later", List.of(PARCEL, new Round.Refuses(400))),
          Map.entry("stream-errors-ignored", List.of(new Round.Breaks("Your parcel"))),
          Map.entry("stream-collected", List.of(PARCEL, LYON)),
          Map.entry("stream-cancelled", List.of(new Round.Endless("and so on"))),
          Map.entry("listened", List.of(PARCEL, LYON)),
          Map.entry("listened-refused", List.of(PARCEL, new Round.Refuses(400))),
          Map.entry("stream-listened", List.of(PARCEL, LYON)),
          Map.entry("service-listened", List.of(PARCEL, LYON)),
          Map.entry("service-listened-refused", List.of(PARCEL, new Round.Refuses(400))),
          Map.entry("stream-service-listened", List.of(PARCEL, LYON)),
          Map.entry("tools-concurrently", List.of(BOTH, LYON)),
          Map.entry("stream-tools-concurrently", List.of(BOTH, LYON)),
          Map.entry("tool-error-thrown", List.of(CANCEL, LYON)),
          Map.entry("stream-tool-error-thrown", List.of(CANCEL, LYON)),
          Map.entry("tool-answers", List.of(PARCEL, LYON)),
          Map.entry("guarded-reprompt", List.of(says("A rude word."), says("A polite word."))),
          Map.entry("stream-flux", List.of(PARCEL, LYON)),
          Map.entry("stream-flux-refused", List.of(new Round.Refuses(400))),
          Map.entry("stream-flux-cancelled", List.of(says("One two three."))),
          Map.entry("mcp", List.of(PARCEL, LYON)),
          Map.entry("returns-customer", List.of(says("{\"name\": \"Ada\", \"orders\": 2}"))),
          Map.entry(
              "returns-result-of-customer", List.of(says("{\"name\": \"Ada\", \"orders\": 2}"))),
          Map.entry("returns-mood", List.of(says("GLAD"))),
          Map.entry("returns-boolean", List.of(says("true"))),
          Map.entry("returns-number", List.of(says("42"))),
          Map.entry("returns-lines", List.of(says("one\ntwo"))),
          Map.entry("returns-no-number", List.of(says("forty-two"))));

  private Script() {}

  /** What it does in that shape when the user has said that. */
  static List<Round> of(String shape, String said) {
    if (shape.startsWith("parallel")) {
      String number = said.replaceAll("(?s).*customer-(\\d+) says (\\d+).*", "$1-$2");
      return List.of(
          wants("findOrder", "{\"number\": \"" + number + "\"}"),
          wants("findParcel", "{\"number\": \"" + number + "\"}"),
          says("It is number " + number + "."));
    }
    return ROUNDS.getOrDefault(shape, List.of(says("Hello from " + shape + ".")));
  }
}
