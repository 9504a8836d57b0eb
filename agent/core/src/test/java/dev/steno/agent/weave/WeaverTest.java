package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steno.agent.spi.Hook;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import kotlin.Unit;
import okhttp3.OkHttpClient;
import okio.Okio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Woven methods do what they did, and call what is around them. */
class WeaverTest {
  private static final String SHAPES = WovenShapes.class.getName();

  @BeforeEach
  void nothingIsAround() {
    Around.calls.clear();
    Around.enter = arguments -> "state";
    Around.exit = returned -> returned;
  }

  /** What one call does. */
  interface Does {
    Object with(Object value);
  }

  /** What woven code calls, through {@link #bootstrap}. */
  public static final class Around {
    static final List<String> calls = new ArrayList<>();
    static Does enter = arguments -> "state";
    static Does exit = returned -> returned;

    private Around() {}

    /** Links to the methods below. */
    public static CallSite bootstrap(
        MethodHandles.Lookup caller, String phase, MethodType type, Object... arguments)
        throws ReflectiveOperationException {
      if (arguments[0].equals("nowhere")) {
        throw new IllegalStateException("cannot be linked");
      }
      return new ConstantCallSite(
          MethodHandles.insertArguments(
              MethodHandles.lookup()
                  .findStatic(Around.class, phase, type.insertParameterTypes(0, String.class)),
              0,
              arguments[0]));
    }

    public static Object enter(String interceptor, Object self, Object[] arguments) {
      calls.add(interceptor + " enter " + Arrays.deepToString(arguments));
      return enter.with(arguments);
    }

    public static Object exit(String interceptor, Object state, Object returned, Throwable thrown) {
      calls.add(interceptor + " exit " + state + " " + text(returned) + " " + thrown);
      return exit.with(returned);
    }

    public static Object[] enterReplacing(String interceptor, Object self, Object[] arguments) {
      Object state = enter(interceptor, self, arguments);
      return state == null ? null : new Object[] {state, arguments};
    }

    public static Object exitReplacing(
        String interceptor, Object[] entered, Object returned, Throwable thrown) {
      return exit(interceptor, entered == null ? null : entered[0], returned, thrown);
    }

    private static String text(Object value) {
      return value instanceof Object[] array ? Arrays.deepToString(array) : "" + value;
    }
  }

  private static byte[] file(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static Class<?> woven(String type, byte[] file, Hook... hooks) throws Exception {
    ClassLoader tests = WeaverTest.class.getClassLoader();
    byte[] woven = new Weaver(Around.class).weave(tests, type, file, List.of(hooks)).classFile();
    return new WovenLoader(tests, Map.of(type, woven)).loadClass(type);
  }

  private static Hook hook(Method method, String interceptor, boolean replaces) {
    List<String> parameters =
        Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
    String type = method.getDeclaringClass().getName();
    return new Hook(type, method.getName(), parameters, interceptor, replaces, false, null, null);
  }

  private static Method shape(String name) {
    return Arrays.stream(WovenShapes.class.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Calls a shape, woven so, and says what it returned or threw and what {@code ran}. */
  private static Object call(String name, boolean replaces, String interceptor, Object... arguments)
      throws Exception {
    Method shape = shape(name);
    return call(shape, new Hook[] {hook(shape, interceptor, replaces)}, arguments);
  }

  private static Object call(Method shape, Hook[] hooks, Object... arguments) throws Exception {
    Class<?> type =
        hooks.length == 0 ? WovenShapes.class : woven(SHAPES, file(WovenShapes.class), hooks);
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object self = constructor.newInstance();
    Method method = type.getDeclaredMethod(shape.getName(), shape.getParameterTypes());
    method.setAccessible(true);
    Method ran = type.getDeclaredMethod("ran");
    ran.setAccessible(true);
    Object result;
    try {
      result = method.invoke(self, arguments);
    } catch (InvocationTargetException failed) {
      result = failed.getCause().toString();
    }
    result = result instanceof Object[] array ? Arrays.deepToString(array) : result;
    return List.of("" + result, ran.invoke(self).toString());
  }

  private static Object[] arguments(String name) {
    return switch (name) {
      case "ofStatic" -> new Object[] {true};
      case "ofByte" -> new Object[] {(byte) 1};
      case "ofChar" -> new Object[] {'a'};
      case "ofShort" -> new Object[] {(short) 1};
      case "ofInt", "ofLoop" -> new Object[] {5};
      case "ofFloat" -> new Object[] {1f};
      case "ofLong" -> new Object[] {1L};
      case "ofDouble" -> new Object[] {1d};
      case "ofMany" -> new Object[] {1, 2L, "3", 4d, 5, new int[] {6}};
      case "ofNothing", "ran" -> new Object[0];
      case "ofBranches" -> new Object[] {9, "name"};
      case "ofArrays" -> new Object[] {new int[][] {{1}, {2}}};
      default -> new Object[] {"text"};
    };
  }

  private static List<String> shapes() {
    return Arrays.stream(WovenShapes.class.getDeclaredMethods())
        .filter(method -> !method.isSynthetic() && !method.getName().equals("ran"))
        .map(Method::getName)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyShapeDoesWhatItDid(boolean replaces) throws Exception {
    for (String name : shapes()) {
      Around.calls.clear();
      Object[] arguments = arguments(name);
      Object without = call(shape(name), new Hook[0], arguments);
      assertThat(call(name, replaces, "i", arguments)).as(name).isEqualTo(without);
      assertThat(Around.calls).as(name).hasSize(2);
      assertThat(Around.calls.get(0)).isEqualTo("i enter " + Arrays.deepToString(arguments));
      assertThat(Around.calls.get(1)).startsWith("i exit state ");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nothingThatGoesWrongIsSeen(boolean replaces) throws Exception {
    for (String name : shapes()) {
      Object[] arguments = arguments(name);
      Object without = call(shape(name), new Hook[0], arguments);
      assertThat(call(name, replaces, "nowhere", arguments)).as(name).isEqualTo(without);
      Around.enter = given -> ofError();
      Around.exit = returned -> ofError();
      assertThat(call(name, replaces, "i", arguments)).as(name).isEqualTo(without);
      nothingIsAround();
      Around.exit = returned -> new Object();
      if (!name.equals("ofOverwritten")) { // which returns any object
        assertThat(call(name, replaces, "i", arguments)).as(name).isEqualTo(without);
      }
      nothingIsAround();
    }
  }

  private static Object ofError() {
    throw new StackOverflowError("of ours");
  }

  @Test
  void eachWayOutHasItsExit() throws Exception {
    for (int way : new int[] {0, 1, 2, 9}) {
      for (String text : new String[] {"a", "b", "c"}) {
        Around.calls.clear();
        Object without = call(shape("ofBranches"), new Hook[0], way, text);
        assertThat(call("ofBranches", false, "i", way, text)).isEqualTo(without);
        String returned = ((List<?>) without).get(0).toString();
        assertThat(Around.calls).last().isEqualTo("i exit state " + returned + " null");
      }
    }
  }

  @Test
  void handlersOfTheBodySeeWhatTheySaw() throws Exception {
    assertThat(call("ofHandlers", false, "i", ""))
        .isEqualTo(List.of("caught empty", "[caught, finally]"));
    assertThat(Around.calls).last().isEqualTo("i exit state caught empty null");
    Around.exit = returned -> ofError();
    assertThat(call("ofHandlers", false, "i", "")).asString().contains("[caught, finally]");
  }

  @Test
  void whatIsThrownIsThrownOn() throws Exception {
    assertThat(call("ofThrown", false, "i", "gone").toString()).contains("IOException: gone");
    assertThat(Around.calls).last().isEqualTo("i exit state null java.io.IOException: gone");
  }

  /** The JVM's words for it name the parameter. */
  @Test
  void whatTheJvmSaysOfANullIsTheSame() throws Exception {
    Object[] nothing = {null};
    Object without = call(shape("ofHandlers"), new Hook[0], nothing);
    assertThat(without.toString()).contains("NullPointerException");
    assertThat(call("ofHandlers", true, "i", nothing)).isEqualTo(without);
  }

  @Test
  void whatExitGivesIsReturned() throws Exception {
    Around.exit = returned -> returned instanceof Integer ? (Object) 42 : "other";
    assertThat(call("ofInt", false, "i", 1)).isEqualTo(List.of("42", "[]"));
    assertThat(call("ofBranches", false, "i", 0, "a")).isEqualTo(List.of("other", "[]"));
  }

  @Test
  void whatEnterReplacesIsTaken() throws Exception {
    Around.enter =
        given -> {
          Object[] arguments = (Object[]) given;
          arguments[0] = 11;
          arguments[1] = 12L;
          arguments[3] = 14d;
          return "state";
        };
    assertThat(call("ofMany", true, "i", arguments("ofMany")))
        .isEqualTo(List.of("11 12 3 14.0 5 6", "[]"));
    Around.calls.clear();
    assertThat(call("ofMany", false, "i", arguments("ofMany")))
        .isEqualTo(List.of("1 2 3 4.0 5 6", "[]"));
  }

  @Test
  void allArgumentsAreReplacedOrNone() throws Exception {
    Around.enter =
        given -> {
          Object[] arguments = (Object[]) given;
          arguments[0] = 11;
          arguments[2] = new Object(); // no String
          return "state";
        };
    assertThat(call("ofMany", true, "i", arguments("ofMany")))
        .isEqualTo(List.of("1 2 3 4.0 5 6", "[]"));
    assertThat(Around.calls).last().asString().startsWith("i exit state ");
  }

  @Test
  void theFirstHookIsAroundTheSecond() throws Exception {
    Method shape = shape("ofInt");
    Hook[] both = {hook(shape, "outer", false), hook(shape, "inner", true)};
    assertThat(call(shape, both, 1)).isEqualTo(List.of("2", "[]"));
    assertThat(Around.calls)
        .containsExactly(
            "outer enter [1]",
            "inner enter [1]",
            "inner exit state 2 null",
            "outer exit state 2 null");
  }

  /** As Kotlin's compiler leaves it there, for {@code a + (b ?: return c)}. */
  @Test
  void moreMayBeOnTheStackThanIsReturned() throws Exception {
    String name = "made.by.Kotlin";
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V1_8, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "leaves", "(J)J", null, null);
    method.visitCode();
    method.visitLdcInsn("left");
    method.visitVarInsn(Opcodes.LLOAD, 0);
    method.visitVarInsn(Opcodes.LLOAD, 0);
    method.visitInsn(Opcodes.LRETURN);
    method.visitMaxs(5, 2);
    method.visitEnd();
    writer.visitEnd();
    Hook leaves = new Hook(name, "leaves", List.of("long"), "i", false, false, null, null);
    Class<?> woven = woven(name, writer.toByteArray(), leaves);
    assertThat(woven.getMethod("leaves", long.class).invoke(null, 7L)).isEqualTo(7L);
    assertThat(Around.calls).containsExactly("i enter [7]", "i exit state 7 null");
  }

  @Test
  void whatIsNotHookedStaysAsItIs() throws Exception {
    byte[] file = file(WovenShapes.class);
    Hook gone = new Hook(SHAPES, "gone", List.of(), "i", false, false, "it", null);
    Weaver.Woven woven =
        new Weaver(Around.class)
            .weave(WeaverTest.class.getClassLoader(), SHAPES, file, List.of(gone));
    assertThat(woven.classFile()).isEqualTo(file);
    assertThat(woven.missing()).containsExactly("it");
  }

  @Test
  void aNewerClassFileIsRefused() throws Exception {
    byte[] file = file(WovenShapes.class);
    file[7] = 99;
    assertThatThrownBy(() -> woven(SHAPES, file, hook(shape("ofInt"), "i", false)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** All methods of libraries that were compiled by javac and by Kotlin's compiler. */
  @ParameterizedTest
  @ValueSource(classes = {OkHttpClient.class, Okio.class, Unit.class, ClassWriter.class})
  void theJvmVerifiesWhatIsWoven(Class<?> inJar) throws Exception {
    List<String> types = new ArrayList<>();
    Map<String, byte[]> woven = new HashMap<>();
    String jar = inJar.getProtectionDomain().getCodeSource().getLocation().getPath();
    ClassLoader tests = inJar.getClassLoader();
    try (ZipFile entries = new ZipFile(jar)) {
      for (ZipEntry entry : Collections.list(entries.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF") && !name.contains("-")) {
          String type = name.substring(0, name.length() - 6).replace('/', '.');
          byte[] file = entries.getInputStream(entry).readAllBytes();
          types.add(type);
          woven.put(type, allWoven(tests, type, file));
        }
      }
    }
    WovenLoader loader = new WovenLoader(tests, woven);
    int verified = 0;
    for (String type : types) {
      try {
        loader.loadClass(type).getDeclaredMethods(); // which links it
        verified++;
      } catch (NoClassDefFoundError optional) {
        assertThat(optional).message().doesNotStartWith("java/");
      }
    }
    assertThat(verified).isGreaterThan(types.size() / 2);
  }

  private static byte[] allWoven(ClassLoader loader, String type, byte[] file) {
    List<Hook> hooks = new ArrayList<>();
    for (String method : new WeaverClass(file).methods()) {
      if (!method.startsWith("<")) {
        int open = method.indexOf('(');
        List<String> parameters = new ArrayList<>();
        for (Type parameter : Type.getArgumentTypes(method.substring(open))) {
          parameters.add(
              parameter.getSort() == Type.ARRAY
                  ? parameter.getDescriptor().replace('/', '.')
                  : parameter.getClassName());
        }
        boolean replaces = hooks.size() % 2 == 0;
        hooks.add(
            new Hook(
                type, method.substring(0, open), parameters, "i", replaces, false, null, null));
      }
    }
    return new Weaver(Around.class).weave(loader, type, file, hooks).classFile();
  }
}
