package dev.steno.smoke.stenoapi;

import dev.steno.api.Interaction;
import dev.steno.api.Scope;
import dev.steno.api.Steno;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Uses all of the API as it is meant to be used. */
public final class Everything {
  private Everything() {}

  /** Arguments: the model's base URL. */
  public static void main(String[] args) throws Exception {
    Model model = new Model(args[0]);
    Steno.startSession("s-1", Map.of("plan", "pro"));
    Steno.identify("u-1", Map.of("name", "Ada", "age", 36, "paying", true));
    Steno.alias("u-1", "anonymous-7");
    String conversation = Steno.generateConversationId();
    System.out.println("generated " + conversation.length());
    String asked;
    try (Scope scope =
        Steno.conversation("c-1")
            .name("Refund")
            .environment("production")
            .user("u-1")
            .device("d-1")
            .session("s-1")
            .property("tenant", "acme")
            .properties(Map.of("tier", 2))) {
      Steno.visit();
      asked = asked(model);
      events();
      System.out.println(scope != null);
    }
    Steno.feedback(asked, "Positive", "thanks");
    failing(model);
    tracked();
    Steno.endConversation("c-1");
    Steno.endConversation("c-2", Map.of("why", "done"));
    Steno.endSession("s-1", null);
    try (Scope scope = Steno.user("u-2")) {
      nested(model, scope);
    }
    System.out.println("flushed " + Steno.flush(Duration.ofSeconds(20)));
    System.out.println("errors " + Steno.errors());
    System.err.println("captured " + Steno.stats().captured());
    System.err.println("delivered " + Steno.stats().delivered());
    System.err.println("dropped " + Steno.stats().dropped());
    System.err.println("spooled " + Steno.stats().spooled());
    System.err.println("waiting " + Steno.stats().waiting());
    System.err.println("ignored " + Steno.stats().ignored());
    Steno.shutdown();
    Interaction after = Steno.begin("after", "the end");
    model.ask("after the end");
    after.end();
    System.out.println("flushed " + Steno.flush(Duration.ofSeconds(20)));
  }

  private static String asked(Model model) throws Exception {
    Interaction interaction = Steno.begin("support-bot", "where is my order?");
    interaction.property("channel", "web").properties(Map.of("items", 3));
    System.out.println(model.ask("orders of u-1"));
    Steno.button("confirm", "Yes", "1");
    Thread other = new Thread(() -> interaction.run(() -> System.out.println(model.ask("other"))));
    other.start();
    other.join();
    System.out.println(interaction.call(() -> 17));
    interaction.end("on its way", true, Duration.ofMillis(4711));
    System.out.println("id " + interaction.id().length());
    return interaction.id();
  }

  private static void events() {
    Steno.humanMessage("hello?");
    Steno.agentMessage("a colleague will be with you");
    Steno.action("refund", Map.of("order", Map.of("id", 4711, "lines", List.of(1, 2))));
    Steno.action("lookup", Duration.ofMillis(12), Map.of("crm", Map.of("q", "x")), "found", null);
    Steno.action("escalate", Duration.ofMillis(3), null, null, "nobody there");
    Steno.button("rate", "5 stars", "5");
    Steno.feedback("negative", "slow");
    Steno.attachment("a.txt", "text/plain", "hello".getBytes(StandardCharsets.UTF_8));
    Steno.agentAttachment("big.bin", "application/octet-stream", new byte[2 << 20]);
    Steno.tokenUsage("gpt-4o", 10, 5);
    Steno.tokenUsage("text-embedding-3-small", Map.of("embedding_tokens", 99));
    Steno.event("escalated", Map.of("to", "tier-2", "tags", List.of("vip")));
  }

  private static void failing(Model model) {
    Interaction failed = Steno.begin("support-bot");
    model.ask("before it fails");
    failed.fail(new IllegalStateException("out of stock"));
    Interaction unsuccessful = Steno.begin();
    unsuccessful.input("can you?").end("no", false, null);
    Interaction well = Steno.begin(null, "fine?");
    well.output("fine").end();
    try (Scope tagged = Steno.properties(Map.of("run", "nightly"));
        Scope device = Steno.device("d-2");
        Scope session = Steno.session("s-2")) {
      Interaction plain = Steno.begin("plain", "q");
      plain.end("a");
      System.out.println(tagged != device && device != session);
    }
  }

  private static void tracked() {
    System.out.println(Steno.track("bot", "then?", "now.").length());
    Instant past = Instant.parse("2026-01-02T03:04:05.123456Z");
    Duration latency = Duration.ofMillis(1500);
    System.out.println(
        Steno.track("bot", "past?", "gone.", false, past, latency, Map.of("k", "v")).length());
  }

  private static void nested(Model model, Scope scope) {
    Interaction outer = Steno.begin("planner", "plan it");
    Interaction inner = Steno.begin("worker", "do it");
    model.ask("inner");
    outer.property("order", "wrong");
    outer.end("planned");
    model.ask("still inner");
    inner.end("done");
    model.ask("alone");
    scope.close();
  }
}
