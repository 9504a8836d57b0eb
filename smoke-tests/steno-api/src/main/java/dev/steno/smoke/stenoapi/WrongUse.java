package dev.steno.smoke.stenoapi;

import dev.steno.api.Interaction;
import dev.steno.api.Scope;
import dev.steno.api.Stats;
import dev.steno.api.Steno;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Uses the API in every wrong way, then 1,000 times in any way at random; nothing throws. */
public final class WrongUse {
  private static final Set<String> ENDING = Set.of("shutdown", "flush", "wait", "notifyAll");
  private static final String LONG = "i".repeat(300);

  private final Random random = new Random(4711);
  private final List<Interaction> interactions = new ArrayList<>();
  private final List<Scope> scopes = new ArrayList<>();

  private WrongUse() {}

  /** Arguments: none. */
  public static void main(String[] args) throws Exception {
    deliberate();
    WrongUse wrong = new WrongUse();
    int calls = 0;
    for (; calls < 1_000; calls++) {
      wrong.any();
    }
    wrong.interactions.forEach(Interaction::end);
    wrong.scopes.forEach(Scope::close);
    Interaction last = Steno.begin("last", "still?");
    last.end("yes");
    System.out.println(calls + " calls, flushed " + Steno.flush(Duration.ofSeconds(20)));
    System.err.println("ignored " + Steno.stats().ignored().keySet());
  }

  private static void deliberate() {
    Interaction twice = Steno.begin(LONG, null);
    twice.input(null).output(null).property(null, null).property("p", new Object());
    twice.property("nan", Double.NaN).properties(null);
    twice.end("once");
    twice.end("twice");
    twice.fail(null);
    twice.input("late").property("late", 1);
    twice.scope().close();
    twice.run(() -> System.out.println("runs"));
    twice.run(null);
    Map<String, Object> itself = new HashMap<>();
    itself.put("me", itself);
    Steno.event("endless", itself);
    Steno.event("throwing", new Throwing());
    Steno.event(null, null);
    Steno.identify(null, null);
    Steno.alias(LONG, null);
    Steno.user(null).close();
    Scope scope = Steno.conversation(LONG);
    scope.user("").name(null).property(" ", 1).close();
    scope.close();
    scope.user("late");
    Steno.feedback("great", null);
    Steno.feedback(null, null, null);
    Steno.attachment(null, null, null);
    Steno.tokenUsage(null, -1, -2);
    Steno.tokenUsage("m", Map.of("input_tokens", new BigDecimal("1.5")));
    Steno.track(null, null, null, true, Instant.MIN, Duration.ofSeconds(-1), null);
    Steno.track(null, null, null, true, Instant.MAX, Duration.ofSeconds(Long.MAX_VALUE), null);
    Steno.onError(null);
    Steno.flush(null);
    Steno.flush(Duration.ofSeconds(Long.MIN_VALUE));
    Interaction failed = Steno.begin();
    failed.fail(new Unspeakable());
  }

  private void any() throws IllegalAccessException {
    List<Object> on = new ArrayList<>(List.of(Steno.class, Steno.stats()));
    on.add(interactions.isEmpty() ? Steno.class : one(interactions));
    on.add(scopes.isEmpty() ? Steno.class : one(scopes));
    Object target = one(on);
    boolean isStatic = target == Steno.class;
    Class<?> type = isStatic ? Steno.class : target.getClass();
    List<Method> methods =
        Arrays.stream(type.getMethods())
            .filter(method -> Modifier.isStatic(method.getModifiers()) == isStatic)
            .filter(method -> method.getDeclaringClass() == type)
            .filter(method -> !ENDING.contains(method.getName()))
            .sorted(Comparator.comparing(Method::toString))
            .toList();
    Method method = one(methods);
    Object[] arguments =
        Arrays.stream(method.getParameterTypes()).map(this::argument).toArray(Object[]::new);
    try {
      Object returned = method.invoke(isStatic ? null : target, arguments);
      if (returned instanceof Interaction interaction) {
        interactions.add(interaction);
      } else if (returned instanceof Scope scope) {
        scopes.add(scope);
      } else if (returned instanceof Stats stats && stats.toString() == null) {
        throw new AssertionError();
      }
    } catch (InvocationTargetException thrown) {
      throw new AssertionError(method + Arrays.toString(arguments), thrown.getCause());
    }
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Object argument(Class<?> type) {
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == long.class) {
      return random.nextLong();
    }
    List<Object> all = new ArrayList<>();
    all.add(null);
    for (Object one :
        List.of(
            "",
            " ",
            "\u0000\ud800",
            LONG,
            "x".repeat(100_000),
            "positive",
            "ok",
            Duration.ZERO,
            Duration.ofDays(-9),
            Duration.ofSeconds(Long.MAX_VALUE),
            Instant.EPOCH,
            Instant.MIN,
            Instant.MAX,
            Instant.now(),
            Map.of(),
            Map.of("k", 1L, "n", Double.NaN, "deep", List.of(Map.of("x", "y"))),
            new Throwing(),
            new byte[0],
            new byte[3 << 20],
            new Unspeakable(),
            4711,
            (Runnable) () -> {},
            (Callable<Object>) () -> 1,
            (Consumer<Object>) seen -> {})) {
      if (type.isInstance(one)) {
        all.add(one);
      }
    }
    return one(all);
  }

  /** A Map that cannot be read. */
  private static final class Throwing extends AbstractMap<String, Object> {
    @Override
    public Set<Entry<String, Object>> entrySet() {
      throw new IllegalStateException("not now");
    }
  }

  /** It says nothing of itself. */
  private static final class Unspeakable extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }
}
