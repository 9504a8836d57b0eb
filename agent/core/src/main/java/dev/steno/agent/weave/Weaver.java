package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/** Weaves calls of interceptors into a class's methods; loaded when the first class to hook is. */
final class Weaver {
  private static final String LINKS =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          .concat("[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;");

  private final Handle bootstrap;

  Weaver(Class<?> dispatcher) {
    bootstrap =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            dispatcher.getName().replace('.', '/'),
            "bootstrap",
            LINKS,
            false);
  }

  /** What became of a class. */
  static final class Woven {
    private final byte[] classFile;
    private final Set<String> missing;

    private Woven(byte[] classFile, Set<String> missing) {
      this.classFile = classFile;
      this.missing = missing;
    }

    /** In which each hook's method calls its interceptor. */
    byte[] classFile() {
      return classFile;
    }

    /** What the class has no method for, of what its hooks are needed for. */
    Set<String> missing() {
      return missing;
    }
  }

  /** Weaves those hooks into a class. */
  Woven weave(@Nullable ClassLoader loader, String type, byte[] original, List<Hook> hooks) {
    byte[] woven = original;
    if (WeaverInput.isOld(original)) {
      String name = type.replace('.', '/');
      woven = WeaverInput.raised(original, new WeaverTypes(loader, name, original));
    }
    List<String> methods = new WeaverClass(woven).methods();
    Map<String, List<Hook>> byMethod = new HashMap<>();
    Set<String> found = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    for (Hook hook : hooks) {
      String feature = hook.feature();
      List<String> hooked = hooked(methods, hook);
      boolean has = !hooked.isEmpty();
      for (String method : hooked) {
        List<Hook> ofMethod = byMethod.get(method);
        if (ofMethod == null) {
          ofMethod = new ArrayList<>(1);
          byMethod.put(method, ofMethod);
        }
        ofMethod.add(hook);
      }
      if (feature != null && hook.type().equals(type)) {
        (has ? found : missing).add(feature);
      }
    }
    missing.removeAll(found);
    return new Woven(woven(woven, byMethod), missing);
  }

  /** Of several hooks of one method, the first is around the others. */
  private byte[] woven(byte[] classFile, Map<String, List<Hook>> byMethod) {
    byte[] woven = classFile;
    for (Map<String, Hook> next = taken(byMethod); !next.isEmpty(); next = taken(byMethod)) {
      woven = new WeaverClass(woven).woven(next, bootstrap);
    }
    return woven;
  }

  /** Takes the last hook of each method. */
  private static Map<String, Hook> taken(Map<String, List<Hook>> byMethod) {
    Map<String, Hook> taken = new HashMap<>();
    for (Map.Entry<String, List<Hook>> hooks : byMethod.entrySet()) {
      int last = hooks.getValue().size() - 1;
      if (last >= 0) {
        taken.put(hooks.getKey(), hooks.getValue().remove(last));
      }
    }
    return taken;
  }

  /** Those that are for the release of the library that the loader has. */
  static List<Hook> ofRelease(@Nullable ClassLoader loader, List<Hook> hooks) throws IOException {
    List<Hook> ofRelease = new ArrayList<>(hooks.size());
    for (Hook hook : hooks) {
      String release = hook.release();
      boolean absent = release != null && release.startsWith("!");
      if (release == null || has(loader, absent ? release.substring(1) : release) != absent) {
        ofRelease.add(hook);
      }
    }
    return ofRelease;
  }

  private static boolean has(@Nullable ClassLoader loader, String type) throws IOException {
    return WeaverTypes.isThere(loader, type.replace('.', '/'));
  }

  /** Those of these hooks whose methods the class declares itself, whatever it is. */
  static List<Hook> declared(byte[] classFile, List<Hook> hooks) {
    List<String> methods = new WeaverClass(classFile).methods();
    List<Hook> declared = new ArrayList<>(0);
    for (Hook hook : hooks) {
      if (!hooked(methods, hook).isEmpty()) {
        declared.add(hook);
      }
    }
    return declared;
  }

  /** Those of these hooks whose types the class is a subtype of. */
  static List<Hook> inherited(
      @Nullable ClassLoader loader, String name, byte[] classFile, List<Hook> declared) {
    List<Hook> inherited = new ArrayList<>(declared.size());
    for (String supertype : new WeaverTypes(loader, name, classFile).supertypes(name)) {
      String type = supertype.replace('/', '.');
      for (Hook hook : declared) {
        if (hook.type().equals(type)) {
          inherited.add(hook);
        }
      }
    }
    return inherited;
  }

  /** The methods of the hook's name and parameters, whatever they return. */
  private static List<String> hooked(List<String> methods, Hook hook) {
    String signature = hook.method().concat(descriptor(hook.parameters()));
    List<String> hooked = new ArrayList<>(1);
    for (String method : methods) {
      if (method.startsWith(signature)) {
        hooked.add(method);
      }
    }
    return hooked;
  }

  private static String descriptor(List<String> parameters) {
    StringBuilder descriptor = new StringBuilder("(");
    for (String parameter : parameters) {
      descriptor.append(descriptor(parameter));
    }
    return descriptor.append(')').toString();
  }

  private static String descriptor(String parameter) {
    return switch (parameter) {
      case "boolean" -> "Z";
      case "byte" -> "B";
      case "char" -> "C";
      case "short" -> "S";
      case "int" -> "I";
      case "float" -> "F";
      case "long" -> "J";
      case "double" -> "D";
      default -> {
        String name = parameter.replace('.', '/');
        yield name.startsWith("[") ? name : "L" + name + ";";
      }
    };
  }
}
