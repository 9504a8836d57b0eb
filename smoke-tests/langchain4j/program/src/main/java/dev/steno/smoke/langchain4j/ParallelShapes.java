package dev.steno.smoke.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolMemoryId;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.query.router.DefaultQueryRouter;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.steno.smoke.contract.Transcript;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Many conversations at the same time, in one service. */
public final class ParallelShapes implements Shapes {
  /** How many there are, each on a thread of its own. */
  public static final int CONVERSATIONS = 64;

  /** How often each user says something. */
  public static final int TURNS = 3;

  private static final int SECONDS = 60;

  /** Which tools each conversation uses; they say whose they are. */
  public static final class OwnTools {
    @Tool("Finds the last order of a customer")
    public String findOrder(@ToolMemoryId String customer, @P("the number") String number) {
      return "order " + number + " of " + customer;
    }

    @Tool("Says where the parcel of an order is")
    public String findParcel(@ToolMemoryId String customer, @P("the number") String number) {
      return "parcel " + number + " of " + customer;
    }
  }

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new TreeMap<>();
    shapes.put("parallel", (setting, out) -> run(setting, out, service -> service));
    shapes.put("parallel-augmented", ParallelShapes::augmented);
    shapes.put("parallel-streams", ParallelShapes::streams);
    return shapes;
  }

  /** All of them, with a service that has more. */
  public static void run(
      Setting setting, Transcript out, UnaryOperator<AiServices<Assistants.ByText>> more)
      throws Exception {
    AiServices<Assistants.ByText> service =
        AiServices.builder(Assistants.ByText.class)
            .chatModel(setting.chat())
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(50))
            .tools(new OwnTools());
    if (!setting.shape().endsWith("augmented")) {
      service.contentRetriever(setting.retriever());
    }
    Assistants.ByText assistant = more.apply(service).build();
    each(setting, out, (customer, words) -> assistant.ask(customer, words).content());
  }

  private interface Turn {
    String ask(String customer, String words) throws Exception;
  }

  private static void each(Setting setting, Transcript out, Turn turn) throws Exception {
    Map<String, String> answers = new ConcurrentSkipListMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(CONVERSATIONS);
    CountDownLatch ready = new CountDownLatch(CONVERSATIONS);
    CountDownLatch over = new CountDownLatch(CONVERSATIONS);
    for (int i = 1; i <= CONVERSATIONS; i++) {
      String customer = "customer-" + i;
      threads.execute(
          () -> {
            ready.countDown();
            try {
              ready.await();
              for (int j = 1; j <= TURNS; j++) {
                String words = setting.says(customer + " says " + j);
                answers.put(words, turn.ask(customer, words));
              }
            } catch (Throwable e) {
              answers.put(customer + " failed", e.toString());
            }
            over.countDown();
          });
    }
    out.fact("over", over.await(SECONDS, TimeUnit.SECONDS));
    threads.shutdown();
    out.facts(answers);
  }

  private static void augmented(Setting setting, Transcript out) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(8);
    RetrievalAugmentor augmentor =
        DefaultRetrievalAugmentor.builder()
            .queryRouter(
                new DefaultQueryRouter(setting.retriever("terms"), setting.retriever("news")))
            .executor(executor)
            .build();
    run(setting, out, service -> service.retrievalAugmentor(augmentor));
    executor.shutdown();
  }

  private static void streams(Setting setting, Transcript out) throws Exception {
    Assistants.StreamingByText assistant =
        AiServices.builder(Assistants.StreamingByText.class)
            .streamingChatModel(setting.streaming())
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(50))
            .contentRetriever(setting.retriever())
            .tools(new OwnTools())
            .build();
    each(setting, out, (customer, words) -> streamed(assistant.ask(customer, words)));
  }

  private static String streamed(TokenStream stream) throws InterruptedException {
    Queue<String> text = new ConcurrentLinkedQueue<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch over = new CountDownLatch(1);
    stream
        .onPartialResponse(text::add)
        .onCompleteResponse(response -> over.countDown())
        .onError(
            error -> {
              failure.set(error);
              over.countDown();
            })
        .start();
    boolean ended = over.await(SECONDS, TimeUnit.SECONDS);
    return ended + " " + failure.get() + " " + String.join("", text);
  }
}
