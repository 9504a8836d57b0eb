package dev.steno.smoke.langchain4j;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.steno.smoke.contract.Transcript;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Turns whose answers are streamed, in every version. */
public final class StreamShapes implements Shapes {
  /** The application's own exception. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal() {
      super("the application wants no more");
    }
  }

  private static final int STREAMS = 5;
  private static final int FEW_SECONDS = 5;
  private static final long PAUSE_NANOS = 5_000_000;

  @Override
  public Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("stream", StreamShapes::turn);
    shapes.put("stream-plain", StreamShapes::plain);
    shapes.put("stream-tool-throws", StreamShapes::plain);
    shapes.put("stream-unknown-tool", StreamShapes::unknownTool);
    shapes.put("stream-error-event", StreamShapes::plain);
    shapes.put("stream-reset", StreamShapes::plain);
    shapes.put("stream-refused", StreamShapes::plain);
    shapes.put("stream-refused-later", StreamShapes::plain);
    shapes.put("stream-errors-ignored", StreamShapes::errorsIgnored);
    shapes.put("stream-handler-throws", StreamShapes::handlerThrows);
    shapes.put("stream-complete-throws", StreamShapes::completeThrows);
    shapes.put("stream-memory", StreamShapes::memory);
    shapes.put("stream-overtaken", StreamShapes::overtaken);
    shapes.put("stream-never-started", StreamShapes::neverStarted);
    shapes.put("stream-collected", StreamShapes::collected);
    shapes.put("stream-not-configured", StreamShapes::notConfigured);
    return shapes;
  }

  private static void turn(Setting setting, Transcript out) throws Exception {
    TokenStream stream =
        AiServices.builder(Assistants.StreamingByText.class)
            .streamingChatModel(setting.streaming())
            .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
            .contentRetriever(setting.retriever())
            .tools(new OrderTools())
            .build()
            .ask("customer-17", setting.says(TurnShapes.WHERE));
    out.fact("before the start", stream.getClass().getName());
    Events events = new Events(setting, out);
    events.of(stream).start();
    events.await();
  }

  private static void plain(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    events.of(streaming(setting).ask(setting.says(TurnShapes.WHERE))).start();
    events.await();
  }

  /** In the oldest version it tells of nothing, and never ends. */
  private static void unknownTool(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    events.of(streaming(setting).ask(setting.says(TurnShapes.WHERE))).start();
    events.await(FEW_SECONDS);
  }

  private static Assistants.Streaming streaming(Setting setting) {
    return AiServices.builder(Assistants.Streaming.class)
        .streamingChatModel(setting.streaming())
        .tools(new OrderTools())
        .build();
  }

  private static void errorsIgnored(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    streaming(setting)
        .ask(setting.says(TurnShapes.WHERE))
        .onPartialResponse(events::partial)
        .onCompleteResponse(events::complete)
        .ignoreErrors()
        .start();
    events.await();
  }

  private static void handlerThrows(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    streaming(setting)
        .ask(setting.says(TurnShapes.WHERE))
        .onPartialResponse(
            text -> {
              events.partial(text);
              throw new Refusal();
            })
        .onCompleteResponse(events::complete)
        .onError(events::error)
        .start();
    events.await();
  }

  private static void completeThrows(Setting setting, Transcript out) throws Exception {
    Events events = new Events(setting, out);
    streaming(setting)
        .ask(setting.says(TurnShapes.WHERE))
        .onPartialResponse(events::partial)
        .onCompleteResponse(
            response -> {
              events.complete(response);
              throw new Refusal();
            })
        .onError(events::error)
        .start();
    events.await();
  }

  private static void memory(Setting setting, Transcript out) throws Exception {
    Assistants.Streaming assistant =
        AiServices.builder(Assistants.Streaming.class)
            .streamingChatModel(setting.streaming())
            .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
            .build();
    for (String words : new String[] {"I am Ada.", "Who am I?"}) {
      Events events = new Events(setting, out);
      events.of(assistant.ask(setting.says(words))).start();
      events.await();
    }
  }

  /** The third question is asked once nobody is at the first two. */
  private static void overtaken(Setting setting, Transcript out) throws Exception {
    Overtaken model = new Overtaken(setting.streaming());
    Events events = new Events(setting, out);
    events
        .of(
            AiServices.builder(Assistants.Streaming.class)
                .streamingChatModel(model)
                .chatMemory(model.memory())
                .tools(new OrderTools())
                .build()
                .ask(setting.says(TurnShapes.WHERE)))
        .start();
    events.await();
  }

  private static void neverStarted(Setting setting, Transcript out) throws Exception {
    WeakReference<TokenStream> dropped =
        new WeakReference<>(streaming(setting).ask(setting.says(TurnShapes.WHERE)));
    collect(dropped);
    out.fact("collected", dropped.get() == null);
  }

  /** Nobody needs the stream itself once it has started, and the collector is busy. */
  private static void collected(Setting setting, Transcript out) throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!isOver.get()) {
                System.gc();
                LockSupport.parkNanos(PAUSE_NANOS);
              }
            });
    collector.start();
    for (int i = 0; i < STREAMS; i++) {
      Events events = new Events(setting, out);
      events.of(streaming(setting).ask(setting.says(TurnShapes.WHERE))).start();
      events.await();
    }
    isOver.set(true);
    collector.join();
  }

  /** Lets it be collected. */
  private static void collect(WeakReference<?> reference) throws InterruptedException {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static void notConfigured(Setting setting, Transcript out) {
    streaming(setting).ask(setting.says(TurnShapes.WHERE)).start();
  }
}
