package dev.steno.smoke.agentic;

import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.ErrorContext;
import dev.langchain4j.agentic.agent.ErrorRecoveryResult;
import dev.langchain4j.agentic.scope.AgenticScope;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.TokenStream;
import dev.steno.smoke.agentic.Team.Newsroom;
import dev.steno.smoke.agentic.Team.Painter;
import dev.steno.smoke.agentic.Team.Poet;
import dev.steno.smoke.agentic.Team.Radio;
import dev.steno.smoke.agentic.Team.Singer;
import dev.steno.smoke.agentic.Team.Streamer;
import dev.steno.smoke.agentic.Team.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Lets agents work together in each way that the library knows. */
public final class Agentic {
  static final int MANY = 16;
  private static final String STORY = "story";

  private final Script script = new Script();
  private final String url;

  private Agentic(String url) {
    this.url = url;
  }

  /** {@code args[0]} is the model's base URL. */
  public static void main(String[] args) {
    Agentic agentic = new Agentic(args[0]);
    agentic.workflows();
    agentic.agents();
    agentic.failures();
    agentic.threads();
    agentic.streams();
    agentic.script.end();
  }

  private void workflows() {
    script.run("sequence", topic -> newsroom().publish(7, topic));
    script.run("loop", this::loop);
    script.run("parallel", this::parallel);
    script.run("conditional", this::conditional);
    script.run("supervisor", this::supervisor);
  }

  private void agents() {
    script.run("alone", topic -> writer().write(topic));
    script.run(
        "non-ai",
        topic ->
            sequence(writer(), new Team.Counter())
                .with(
                    "output", (Function<AgenticScope, Object>) scope -> scope.readState("letters"))
                .build(UntypedAgent.class)
                .invoke(Map.of("topic", topic)));
    Writer teller =
        Builder.of("agent", Writer.class)
            .with("chatModel", model("tool"))
            .with("tools", new Object[] {new Object[] {new Team.Orders()}})
            .output(STORY)
            .build(Writer.class);
    script.run(
        "tool",
        topic ->
            sequence(teller)
                .output(STORY)
                .build(UntypedAgent.class)
                .invoke(Map.of("topic", topic)));
  }

  private void failures() {
    script.run(
        "throws",
        topic ->
            sequence(writer(), new Team.Censor(1))
                .build(UntypedAgent.class)
                .invoke(Map.of("topic", topic)));
    script.run(
        "retry",
        topic ->
            patient(sequence(writer(), new Team.Censor(1)))
                .output(STORY)
                .build(UntypedAgent.class)
                .invoke(Map.of("topic", topic)));
    Writer refused = agent(Writer.class, "rate-limited", STORY);
    script.run(
        "refused",
        topic ->
            sequence(refused)
                .output(STORY)
                .build(UntypedAgent.class)
                .invoke(Map.of("topic", topic)));
  }

  private static Builder patient(Builder workflow) {
    Function<ErrorContext, ErrorRecoveryResult> again = context -> ErrorRecoveryResult.retry();
    return workflow.with("errorHandler", again);
  }

  private void threads() {
    UntypedAgent nested = nested();
    script.run("nested", topic -> nested.invoke(Map.of("topic", topic)));
    script.run("many", topic -> many(nested));
    if (Builder.of("agent", Writer.class).knows("async")) {
      script.run("async", topic -> all(sequence(later("echo"), poet()), topic));
      script.run(
          "async-retry", topic -> all(patient(sequence(later("failing-once"), poet())), topic));
    }
  }

  private void streams() {
    if (!Builder.of("agent", Streamer.class).knows("streamingChatModel")) {
      return;
    }
    script.run("stream-read", topic -> all(sequence(streamer(), poet()), topic));
    script.run(
        "stream-passed",
        topic ->
            heard(
                Builder.of("sequence", Radio.class)
                    .agents(poet(), streamer())
                    .output(STORY)
                    .build(Radio.class)
                    .play(topic)));
  }

  private Streamer streamer() {
    StreamingChatModel model =
        OpenAiStreamingChatModel.builder().baseUrl(url).apiKey("k-0").modelName("gpt-4o").build();
    return Builder.of("agent", Streamer.class)
        .with("streamingChatModel", model)
        .output(STORY)
        .build(Streamer.class);
  }

  private static String heard(TokenStream stream) {
    CompletableFuture<String> heard = new CompletableFuture<>();
    StringBuilder words = new StringBuilder();
    stream
        .onPartialResponse(word -> words.append(word).append('|'))
        .onCompleteResponse(response -> heard.complete(words + response.aiMessage().text()))
        .onError(heard::completeExceptionally)
        .start();
    return heard.join();
  }

  private Writer later(String model) {
    return Builder.of("agent", Writer.class)
        .with("chatModel", model(model))
        .with("async", true)
        .output(STORY)
        .build(Writer.class);
  }

  private Newsroom newsroom() {
    Object editor = agent(Team.Editor.class, "echo", STORY);
    Newsroom newsroom =
        script
            .listened(Builder.of("sequence", Newsroom.class).agents(writer(), editor))
            .with("beforeCall", (Consumer<AgenticScope>) scope -> scope.writeState("round", 1))
            .output(STORY)
            .build(Newsroom.class);
    script.print("nothing to forget: " + newsroom.evictAgenticScope(7));
    return newsroom;
  }

  private Object loop(String topic) {
    Predicate<AgenticScope> done = scope -> scope.readState(STORY, "").startsWith("Edit: Edit: ");
    Object editor = agent(Team.Editor.class, "echo", STORY);
    Object again =
        Builder.of("loop", null)
            .agents(editor)
            .with("maxIterations", 5)
            .with("exitCondition", done)
            .output(STORY)
            .build(UntypedAgent.class);
    return sequence(writer(), again)
        .output(STORY)
        .build(UntypedAgent.class)
        .invoke(Map.of("topic", topic, "round", 2));
  }

  private Object parallel(String topic) {
    return all(Builder.of("parallel", null).agents(writer(), poet()), topic);
  }

  private static Object all(Builder workflow, String topic) {
    Function<AgenticScope, Object> both =
        scope -> scope.readState(STORY) + " | " + scope.readState("poem");
    return workflow.with("output", both).build(UntypedAgent.class).invoke(Map.of("topic", topic));
  }

  private Object conditional(String topic) {
    Predicate<AgenticScope> yes = scope -> true;
    Predicate<AgenticScope> no = scope -> false;
    return Builder.of("conditional", null)
        .with("subAgents", no, new Object[] {writer()})
        .with("subAgents", yes, new Object[] {poet()})
        .output("poem")
        .build(UntypedAgent.class)
        .invokeWithAgenticScope(Map.of("topic", topic))
        .result();
  }

  private Object supervisor(String topic) {
    return Builder.of("supervisor", null)
        .with("chatModel", model("planner"))
        .agents(writer(), poet())
        .build(SupervisorAgent.class)
        .invoke(topic);
  }

  /** Parallel workflows in a parallel workflow: all share one scope. */
  private UntypedAgent nested() {
    Object painter = agent(Painter.class, "echo", "picture");
    Object singer = agent(Singer.class, "echo", "song");
    Object inner = Builder.of("parallel", null).agents(painter, singer).build(UntypedAgent.class);
    Object second = sequence(poet(), inner).build(UntypedAgent.class);
    Function<AgenticScope, Object> everything =
        scope ->
            List.of(
                scope.readState(STORY),
                scope.readState("poem"),
                scope.readState("picture"),
                scope.readState("song"));
    return Builder.of("parallel", null)
        .agents(writer(), second)
        .with("output", everything)
        .build(UntypedAgent.class);
  }

  private static Object many(UntypedAgent nested) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MANY);
    List<Future<Object>> results = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String topic = Script.topic("many-" + (char) ('a' + i));
      results.add(threads.submit(() -> nested.invoke(Map.of("topic", topic))));
    }
    StringBuilder all = new StringBuilder();
    for (Future<Object> result : results) {
      all.append(result.get()).append('\n');
    }
    threads.shutdown();
    return all;
  }

  private static Builder sequence(Object... agents) {
    return Builder.of("sequence", null).agents(agents);
  }

  private Writer writer() {
    return agent(Writer.class, "echo", STORY);
  }

  private Poet poet() {
    return agent(Poet.class, "echo", "poem");
  }

  private <T> T agent(Class<T> type, String model, String output) {
    return Builder.of("agent", type).with("chatModel", model(model)).output(output).build(type);
  }

  private ChatModel model(String name) {
    return OpenAiChatModel.builder()
        .baseUrl(url)
        .apiKey("k-0")
        .modelName(name)
        .maxRetries(0)
        .build();
  }
}
