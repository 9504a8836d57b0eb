package dev.steno.instrumentation.reactor;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import dev.steno.agent.spi.Interceptor;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Reactor runs what an application gave it: on whatever thread that is, it is inside of what
 * the subscriber's context leads to.
 *
 * <p>Nothing is lifted or wrapped, and no hook of Reactor's own is used: an application could
 * notice. All these classes and methods are in 3.4.41 and in 3.8.2 (read with javap).
 */
public final class Reactor implements Instrumentation {
  private static final String PUBLISHER = "reactor.core.publisher.";
  private static final String CORE_SUBSCRIBER = "reactor.core.CoreSubscriber";
  private static final String OBJECT = "java.lang.Object";

  /** Each chain of operators is subscribed to by these, and whatever is no part of one. */
  private static final List<String> SUBSCRIBED =
      List.of("InternalMonoOperator", "InternalFluxOperator");

  /** Sources in which subscribing runs what the application gave. */
  private static final List<String> SOURCES =
      List.of(
          "FluxCallable",
          "FluxCreate",
          "FluxDefer",
          "FluxDeferContextual",
          "FluxGenerate",
          "FluxUsing",
          "FluxUsingWhen",
          "MonoCallable",
          "MonoCompletionStage",
          "MonoCreate",
          "MonoDefer",
          "MonoDeferContextual",
          "MonoRunnable",
          "MonoSupplier",
          "MonoUsing",
          "MonoUsingWhen");

  /** Operators that run a function with each value, on the thread that the value comes from. */
  private static final List<String> MAPPING =
      List.of(
          "FluxConcatMap$ConcatMapImmediate",
          "FluxConcatMapNoPrefetch$FluxConcatMapNoPrefetchSubscriber",
          "FluxFlatMap$FlatMapMain",
          "FluxHandle$HandleSubscriber",
          "FluxHandleFuseable$HandleFuseableSubscriber",
          "FluxMap$MapConditionalSubscriber",
          "FluxMap$MapSubscriber",
          "FluxMapFuseable$MapFuseableConditionalSubscriber",
          "FluxMapFuseable$MapFuseableSubscriber",
          "FluxPeek$PeekSubscriber",
          "FluxPeekFuseable$PeekConditionalSubscriber",
          "FluxPeekFuseable$PeekFuseableConditionalSubscriber",
          "FluxPeekFuseable$PeekFuseableSubscriber",
          "FluxSwitchMap$SwitchMapMain",
          "FluxSwitchMapNoPrefetch$SwitchMapMain",
          "MonoFlatMap$FlatMapMain",
          "MonoFlatMapMany$FlatMapManyMain",
          "MonoPeekTerminal$MonoTerminalPeekSubscriber");

  /** Those of them that may be asked whether they take a value. */
  private static final List<String> CONDITIONAL =
      List.of(
          "FluxHandle$HandleSubscriber",
          "FluxHandleFuseable$HandleFuseableSubscriber",
          "FluxMap$MapConditionalSubscriber",
          "FluxMapFuseable$MapFuseableConditionalSubscriber",
          "FluxPeekFuseable$PeekConditionalSubscriber",
          "FluxPeekFuseable$PeekFuseableConditionalSubscriber",
          "MonoPeekTerminal$MonoTerminalPeekSubscriber");

  /** Operators that pull values on a thread of a scheduler, and run functions by that. */
  private static final List<String> PUBLISHING =
      List.of(
          "FluxPublishOn$PublishOnConditionalSubscriber",
          "FluxPublishOn$PublishOnSubscriber",
          "MonoPublishOn$PublishOnSubscriber");

  @Override
  public String name() {
    return "reactor";
  }

  @Override
  public List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    List<String> subscriber = List.of("org.reactivestreams.Subscriber");
    hooks.add(Hook.of(PUBLISHER + "Mono", "subscribe", subscriber, Subscribing.class));
    hooks.add(Hook.of(PUBLISHER + "Flux", "subscribe", subscriber, Subscribing.class));
    add(hooks, SUBSCRIBED, "subscribe", List.of(CORE_SUBSCRIBER), Subscribing.class);
    add(hooks, SOURCES, "subscribe", List.of(CORE_SUBSCRIBER), Subscribing.class);
    add(hooks, MAPPING, "onNext", List.of(OBJECT), Signalled.class);
    add(hooks, CONDITIONAL, "tryOnNext", List.of(OBJECT), Signalled.class);
    add(hooks, PUBLISHING, "run", List.of(), Signalled.class);
    hooks.add(
        Hook.of(
            PUBLISHER + "FluxOnErrorResume$ResumeSubscriber",
            "onError",
            List.of("java.lang.Throwable"),
            Signalled.class));
    hooks.add(
        Hook.of(
            PUBLISHER + "MonoIgnoreThen$ThenIgnoreMain",
            "subscribeNext",
            List.of(),
            Signalled.class));
    hooks.add(
        Hook.of(
            PUBLISHER + "FluxSubscribeOnCallable$CallableSubscribeOnSubscription",
            "run",
            List.of(),
            Calling.class));
    return hooks;
  }

  private static void add(
      List<Hook> hooks,
      List<String> types,
      String method,
      List<String> parameters,
      Class<? extends Interceptor> by) {
    for (String type : types) {
      hooks.add(Hook.of(PUBLISHER + type, method, parameters, by));
    }
  }
}
