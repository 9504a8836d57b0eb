package dev.steno.agent.weave;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;

/**
 * What types extend and implement, as a class loader's class files say; no class is loaded. All
 * names are internal ones.
 */
final class WeaverTypes {
  private static final String OBJECT = "java/lang/Object";

  /** Of which none extends or implements what is not the JDK's. */
  private static final String JDK = "java/";

  private final @Nullable ClassLoader loader;
  private final Map<String, ClassReader> known = new HashMap<>();

  /** As that loader sees them, with the class that it is about to define. */
  WeaverTypes(@Nullable ClassLoader loader, String name, byte[] classFile) {
    this.loader = loader;
    known.put(name, new ClassReader(classFile));
  }

  /** Whether there is such a type. */
  static boolean isThere(@Nullable ClassLoader loader, String name) throws IOException {
    try (InputStream in = open(loader, name)) {
      return in != null;
    }
  }

  private static @Nullable InputStream open(@Nullable ClassLoader loader, String name) {
    String file = name.concat(".class");
    InputStream in = loader == null ? null : loader.getResourceAsStream(file);
    // The platform's class files last: a loader may hide those of java.lang.
    return in == null ? ClassLoader.getPlatformClassLoader().getResourceAsStream(file) : in;
  }

  private ClassReader file(String name) {
    ClassReader file = known.get(name);
    if (file == null) {
      try (InputStream in = open(loader, name)) {
        if (in == null) {
          throw new IllegalStateException("no class file of ".concat(name));
        }
        file = new ClassReader(in.readAllBytes());
      } catch (IOException unreadable) {
        throw new IllegalStateException(unreadable);
      }
      known.put(name, file);
    }
    return file;
  }

  /** All that a type extends and implements, from it upwards; of the JDK's only the first. */
  Set<String> supertypes(String name) {
    Set<String> supertypes = new LinkedHashSet<>();
    collect(name, supertypes);
    return supertypes;
  }

  private void collect(String name, Set<String> supertypes) {
    ClassReader file = file(name);
    add(file.getSuperName(), supertypes);
    for (String implemented : file.getInterfaces()) {
      add(implemented, supertypes);
    }
  }

  private void add(@Nullable String name, Set<String> supertypes) {
    if (name != null && supertypes.add(name) && !name.startsWith(JDK)) {
      collect(name, supertypes);
    }
  }

  /** What two types have in common, as a stack map needs it. */
  String common(String one, String other) {
    if (isA(one, other)) {
      return other;
    }
    if (isA(other, one)) {
      return one;
    }
    if (isInterface(one) || isInterface(other)) {
      return OBJECT;
    }
    String common = one;
    while (!isA(other, common)) {
      common = file(common).getSuperName();
    }
    return common;
  }

  private boolean isInterface(String name) {
    return (file(name).getAccess() & Opcodes.ACC_INTERFACE) != 0;
  }

  private boolean isA(@Nullable String type, String wanted) {
    if (type == null || type.equals(wanted)) {
      return type != null;
    }
    ClassReader file = file(type);
    if (isA(file.getSuperName(), wanted)) {
      return true;
    }
    for (String implemented : file.getInterfaces()) {
      if (isA(implemented, wanted)) {
        return true;
      }
    }
    return false;
  }
}
