package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.health.Hooks;
import dev.steno.agent.health.Log;
import dev.steno.agent.spi.Hook;
import io.opentelemetry.javaagent.OtherAgentsLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Which classes are woven. */
class TransformerTest {
  private static final String LIBRARY = Library.class.getName();

  private static final String MODEL = Model.class.getName();
  private static final Hook SEND =
      new Hook(LIBRARY, "send", List.of(), "any.Interceptor", false, false, null, null);
  private static final Hook ANSWER =
      new Hook(MODEL, "answer", List.of(), "any.Interceptor", false, true, null, null);

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Hooks names = new Hooks();
  private final Transformer transformer = transformer(SEND, ANSWER);

  private Transformer transformer(Hook... hooks) {
    return new Transformer(list(hooks), () -> Dispatcher.class, names, log());
  }

  private static HookList list(Hook... hooks) {
    return HookList.of(HookListWriter.text(List.of(hooks)));
  }

  /** What is hooked. */
  static final class Library {
    String send() {
      return "sent";
    }
  }

  /** Takes an array. */
  static final class Arrays {
    void take(String[] names, int[] numbers) {}
  }

  /** What applications implement. */
  interface Model {
    String answer();

    default String answer(String to) {
      return answer();
    }
  }

  /** Declares the method that is hooked. */
  abstract static class Base implements Model {
    @Override
    public String answer() {
      return "base";
    }
  }

  /** Declares it again. */
  static final class Sub extends Base {
    @Override
    public String answer() {
      return "sub";
    }

    void own() {}
  }

  /** Of the same package, and of no interest. */
  static class Other {}

  /** No subtype of what is hooked. */
  static final class Unrelated extends Other {}

  /** A subtype of both. */
  static final class Related extends Other implements Model {
    @Override
    public String answer() {
      return "related";
    }
  }

  /** Declares nothing that is hooked. */
  static final class Quiet extends Base {}

  /** What woven code names. */
  public static final class Dispatcher {
    private Dispatcher() {}

    /** Never called here. */
    public static CallSite bootstrap(
        MethodHandles.Lookup caller, String phase, MethodType type, Object... arguments) {
      throw new AssertionError();
    }
  }

  private byte[] transformed(ClassLoader loader, Class<?> type) throws IOException {
    return transformed(transformer, loader, type);
  }

  private static byte[] transformed(Transformer transformer, ClassLoader loader, Class<?> type)
      throws IOException {
    String name = type.getName().replace('.', '/');
    try (InputStream in = type.getClassLoader().getResourceAsStream(name + ".class")) {
      return transformer.transform(null, loader, name, null, null, in.readAllBytes());
    }
  }

  private static ClassLoader application() {
    return new ClassLoader(TransformerTest.class.getClassLoader()) {};
  }

  @Test
  void onlyAHookedClassIsWoven() throws IOException {
    assertThat(transformed(application(), Library.class)).isNotNull();
    assertThat(names.woven()).isEqualTo(Map.of("any", List.of(LIBRARY)));
    assertThat(transformed(application(), Dispatcher.class)).isNull();
  }

  @Test
  void whatAgentsSendIsNotTheApplications() throws IOException {
    ClassLoader loader = TransformerTest.class.getClassLoader();
    assertThat(transformed(new OtherAgentsLoader(loader), Library.class)).isNull();
    assertThat(transformed(Transformer.class.getClassLoader(), Library.class)).isNull();
  }

  @Test
  void arraysAreNamedAsTheirClassesAre() throws IOException {
    String arrays = Arrays.class.getName();
    List<String> parameters = List.of("[Ljava.lang.String;", "[I");
    Hook take = new Hook(arrays, "take", parameters, "any.Interceptor", false, false, "it", null);
    assertThat(transformed(transformer(take), application(), Arrays.class)).isNotNull();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void subtypesAreWovenWhereTheyDeclareTheMethod() throws IOException {
    ClassLoader application = application();
    assertThat(transformed(application, Base.class)).isNotNull();
    assertThat(transformed(application, Sub.class)).isNotNull();
    assertThat(transformed(application, Quiet.class)).isNull();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void whatIsNoSubtypeDoesNotHideOneOfTheSamePackage() throws IOException {
    ClassLoader application = application();
    assertThat(transformed(application, Unrelated.class)).isNull();
    assertThat(transformed(application, Unrelated.class)).isNull();
    assertThat(transformed(application, Related.class)).isNotNull();
  }

  @Test
  void aClassWithHooksOfItsOwnHasTheInheritedOnesToo() throws IOException {
    String sub = Sub.class.getName();
    Hook own = new Hook(sub, "own", List.of(), "any.Interceptor", false, false, null, null);
    int withOwn = transformed(transformer(own), application(), Sub.class).length;
    int withBoth = transformed(transformer(own, ANSWER), application(), Sub.class).length;
    assertThat(withBoth).isGreaterThan(withOwn);
  }

  @Test
  void aMethodIsNotHookedTwiceByTheSame() throws IOException {
    String base = Base.class.getName();
    Hook named = new Hook(base, "answer", List.of(), "any.Interceptor", false, false, null, null);
    int inherited = transformed(transformer(ANSWER), application(), Base.class).length;
    int both = transformed(transformer(named, ANSWER), application(), Base.class).length;
    assertThat(both).isEqualTo(inherited);
  }

  @Test
  void subtypesOfTheJdkAreNotLookedAt() throws IOException {
    assertThat(transformed(null, Base.class)).isNull();
    assertThat(transformed(ClassLoader.getPlatformClassLoader(), Base.class)).isNull();
  }

  @Test
  void aClassFileThatCannotBeReadIsLeftAlone() {
    byte[] noClassFile = new byte[32];
    noClassFile[9] = 7;
    assertThat(transformer.transform(null, application(), "a/B", null, null, noClassFile)).isNull();
    assertThat(transformer.transform(null, application(), "a/B", null, null, new byte[3])).isNull();
  }

  @Test
  void aHookIsForTheReleasesThatHaveAType() throws IOException {
    String has = Base.class.getName();
    assertThat(isWoven(SEND.where(has))).isTrue();
    assertThat(isWoven(SEND.whereNot(has))).isFalse();
    assertThat(isWoven(SEND.where("com.lib.Other"))).isFalse();
    assertThat(isWoven(SEND.whereNot("com.lib.Other").needed("sending"))).isTrue();
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private boolean isWoven(Hook hook) throws IOException {
    return transformed(transformer(hook), application(), Library.class) != null;
  }

  @Test
  void whatAClassHasNoMethodForIsSaidOnceAndTheRestIsHooked() throws IOException {
    Hook gone =
        new Hook(LIBRARY, "gone", List.of(), "any.Interceptor", false, false, "the end", null);
    Hook old =
        new Hook(LIBRARY, "old", List.of(), "any.Interceptor", false, false, "the begin", null);
    Hook send =
        new Hook(LIBRARY, "send", List.of(), "any.Interceptor", false, false, "the begin", null);
    assertThat(transformed(transformer(gone, old, send), application(), Library.class)).isNotNull();
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("the end is not recorded")
        .contains(LIBRARY);
  }

  @Test
  void aClassOfTheJdkIsWovenOnceALibraryIs() throws IOException {
    Hook later = new Hook(MODEL, "answer", List.of(), "any.Interceptor", false, false, null, null);
    HookList list = list(later.later(), SEND);
    LaterHooks hooks = new LaterHooks(list.later(), jvm(), log());
    assertThat(list.hooks()).containsOnlyKeys(LIBRARY.replace('.', '/'));
    Transformer both = new Transformer(list, () -> Dispatcher.class, names, log());
    both.then(hooks);
    assertThat(transformed(both, application(), Model.class)).isNull();
    assertThat(transformed(both, application(), Library.class)).isNotNull();
    assertThat(transformed(both, application(), Model.class)).isNotNull();
  }

  /** Another agent's transformer, which is asked about our own classes, loads whatever it needs. */
  @Test
  void whatIsLoadedWhileItBeginsIsLeftAlone() throws IOException {
    AtomicReference<Transformer> itself = new AtomicReference<>();
    List<byte[]> inside = new ArrayList<>();
    int[] begun = {0};
    Transformer one =
        new Transformer(
            list(SEND, ANSWER),
            () -> {
              begun[0]++;
              inside.add(transformed(itself.get(), application(), Model.class));
              return Dispatcher.class;
            },
            names,
            log());
    itself.set(one);
    assertThat(transformed(one, application(), Library.class)).isNotNull();
    assertThat(inside).containsExactly((byte[]) null);
    assertThat(begun[0]).isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("while this one begins");
    assertThat(transformed(one, application(), Model.class)).isNotNull();
  }

  private Log log() {
    return new Log(new PrintStream(said, true, StandardCharsets.UTF_8), false);
  }

  /** A JVM that has loaded nothing. */
  private static Instrumentation jvm() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            TransformerTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) ->
                method.getName().equals("getAllLoadedClasses") ? new Class<?>[0] : null);
  }
}
