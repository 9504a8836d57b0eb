package dev.steno.instrumentation.javaconcurrent;

import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Where work goes from one thread to another: what the one is inside of when it gives the work
 * away, the other is inside of while it does it.
 *
 * <p>Read with javap in JDK 17 and JDK 25; where they differ, both are named, and what a JDK has
 * not is not hooked. The JDK's classes are hooked once a library is.
 */
public final class JavaConcurrent implements Instrumentation {
  private static final String PACKAGE = "java.util.concurrent.";
  private static final String POOL = PACKAGE + "ThreadPoolExecutor";
  private static final String SCHEDULED = PACKAGE + "ScheduledThreadPoolExecutor";
  private static final String FORK_JOIN_POOL = PACKAGE + "ForkJoinPool";
  private static final String FORK_JOIN_TASK = PACKAGE + "ForkJoinTask";
  private static final String FUTURE = PACKAGE + "CompletableFuture";
  private static final String COMPLETION = FUTURE + "$Completion";
  private static final String BI_COMPLETION = FUTURE + "$BiCompletion";
  private static final String TOMCAT_POOL = "org.apache.tomcat.util.threads.ThreadPoolExecutor";
  private static final String SPRING = "org.springframework.";
  private static final String SPRING_THREADS = SPRING + "util.CustomizableThreadCreator";
  private static final String SPRING_PER_TASK = SPRING + "core.task.SimpleAsyncTaskExecutor";

  private static final String RUNNABLE = "java.lang.Runnable";
  private static final String THREAD = "java.lang.Thread";
  private static final String EXECUTOR = PACKAGE + "Executor";
  private static final String SUPPLIER = "java.util.function.Supplier";

  /** Those that run what the application gave a future. */
  private static final List<String> STAGES =
      List.of(
          "UniApply",
          "UniAccept",
          "UniRun",
          "UniWhenComplete",
          "UniHandle",
          "UniExceptionally",
          "UniComposeExceptionally",
          "UniCompose",
          "BiApply",
          "BiAccept",
          "BiRun",
          "OrApply",
          "OrAccept",
          "OrRun");

  /** Those that hold a Runnable or a Callable for a pool of fork and join. */
  private static final List<String> ADAPTERS =
      List.of(
          "AdaptedRunnable",
          "AdaptedRunnableAction",
          "AdaptedCallable",
          "AdaptedInterruptibleCallable",
          "RunnableExecuteAction",
          "InterruptibleTask");

  @Override
  public String name() {
    return "java-concurrent";
  }

  @Override
  public List<Hook> hooks() {
    List<Hook> hooks = new ArrayList<>();
    pool(hooks);
    forkJoin(hooks);
    futures(hooks);
    threads(hooks);
    List<Hook> all = new ArrayList<>(hooks.stream().map(Hook::later).toList());
    libraries(all);
    return all;
  }

  private static void pool(List<Hook> hooks) {
    workers(hooks, POOL);
    hooks.add(
        Hook.of(
            SCHEDULED,
            "delayedExecute",
            List.of(PACKAGE + "RunnableScheduledFuture"),
            Pool.Delayed.class));
    hooks.add(Hook.of(PACKAGE + "FutureTask", "run", List.of(), Stage.Run.class));
  }

  private static void workers(List<Hook> hooks, String pool) {
    hooks.add(Hook.of(pool, "execute", List.of(RUNNABLE), Pool.Execute.class));
    hooks.add(Hook.of(pool, "getTask", List.of(), Pool.NextTask.class));
    hooks.add(
        Hook.of(
            pool,
            "processWorkerExit",
            List.of(pool + "$Worker", "boolean"),
            Pool.WorkerExit.class));
    hooks.add(Hook.of(pool + "$Worker", "run", List.of(), Pool.FirstTask.class));
  }

  private static void forkJoin(List<Hook> hooks) {
    // All submissions of JDK 17, and of JDK 21 and later.
    hooks.add(
        Hook.of(FORK_JOIN_POOL, "externalSubmit", List.of(FORK_JOIN_TASK), ForkJoin.Submit.class));
    hooks.add(
        Hook.of(
            FORK_JOIN_POOL,
            "poolSubmit",
            List.of("boolean", FORK_JOIN_TASK),
            ForkJoin.Submit.class));
    hooks.add(
        Hook.of(
            FORK_JOIN_POOL,
            "scheduleDelayedTask",
            List.of(PACKAGE + "DelayScheduler$ScheduledForkJoinTask"),
            ForkJoin.Delayed.class));
    for (String adapter : ADAPTERS) {
      hooks.add(Hook.of(FORK_JOIN_TASK + "$" + adapter, "exec", List.of(), ForkJoin.Exec.class));
    }
    for (String task : List.of("AsyncSupply", "AsyncRun", "Completion")) {
      hooks.add(Hook.of(FUTURE + "$" + task, "exec", List.of(), ForkJoin.Exec.class));
    }
  }

  private static void futures(List<Hook> hooks) {
    List<String> supply = List.of(EXECUTOR, SUPPLIER);
    hooks.add(Hook.of(FUTURE, "asyncSupplyStage", supply, Stage.Given.class));
    hooks.add(Hook.of(FUTURE, "asyncRunStage", List.of(EXECUTOR, RUNNABLE), Stage.Given.class));
    hooks.add(
        Hook.of(FUTURE, "completeAsync", List.of(SUPPLIER, EXECUTOR), Stage.GivenFirst.class));
    hooks.add(Hook.of(FUTURE + "$AsyncSupply", "run", List.of(), Stage.RunSupplier.class));
    hooks.add(Hook.of(FUTURE + "$AsyncRun", "run", List.of(), Stage.RunRunnable.class));
    hooks.add(Hook.of(FUTURE, "unipush", List.of(COMPLETION), Stage.Registered.class));
    for (String both : List.of("bipush", "orpush")) {
      hooks.add(Hook.of(FUTURE, both, List.of(FUTURE, BI_COMPLETION), Stage.Registered.class));
    }
    for (String stage : STAGES) {
      hooks.add(Hook.of(FUTURE + "$" + stage, "tryFire", List.of("int"), Stage.Fire.class));
    }
    // Of JDK 17, where the common pool has one thread or none.
    hooks.add(
        Hook.of(
            FUTURE + "$ThreadPerTaskExecutor", "execute", List.of(RUNNABLE), Pool.Execute.class));
  }

  private static void threads(List<Hook> hooks) {
    hooks.add(
        Hook.of(
            "java.lang.VirtualThread",
            "start",
            List.of("jdk.internal.vm.ThreadContainer"),
            NewThread.Starts.class));
    hooks.add(
        Hook.of(
            PACKAGE + "ThreadPerTaskExecutor", "start", List.of(THREAD), NewThread.Started.class));
    hooks.add(
        Hook.of(
            "jdk.internal.misc.ThreadFlock", "start", List.of(THREAD), NewThread.Started.class));
  }

  private static void libraries(List<Hook> hooks) {
    workers(hooks, TOMCAT_POOL);
    List<String> runnable = List.of(RUNNABLE);
    hooks.add(Hook.of(SPRING_PER_TASK, "doExecute", runnable, Pool.Execute.class));
    hooks.add(Hook.of(SPRING_PER_TASK, "newThread", runnable, NewThread.Made.class));
    hooks.add(Hook.of(SPRING_THREADS, "createThread", runnable, NewThread.Made.class));
  }
}
