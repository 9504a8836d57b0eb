package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.JavaConstant;
import org.jspecify.annotations.Nullable;

/** Weaves the advice into a class's methods; loaded when the first class to hook is. */
final class Weaver {
  private final Method bootstrap;

  Weaver(Class<?> dispatcher) throws NoSuchMethodException {
    bootstrap =
        dispatcher.getMethod(
            "bootstrap",
            MethodHandles.Lookup.class,
            String.class,
            MethodType.class,
            Object[].class);
  }

  /** The woven class file, in which each hook's method calls its interceptor. */
  byte[] weave(@Nullable ClassLoader loader, String type, byte[] original, List<Hook> hooks) {
    byte[] classFile =
        WeaverInput.isOld(original)
            ? WeaverInput.raised(original, TypePool.Default.of(locator(loader, type, original)))
            : original;
    ClassFileLocator locator = locator(loader, type, classFile);
    ClassFileLocator advices = ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());
    DynamicType.Builder<?> woven =
        new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            .with(InstrumentedType.Factory.Default.FROZEN)
            .decorate(TypePool.Default.of(locator).describe(type).resolve(), locator);
    for (Hook hook : hooks) {
      woven =
          woven.visit(
              Advice.withCustomMapping()
                  .with(new Advice.AssignReturned.Factory())
                  .bootstrap(
                      bootstrap,
                      (method, exit) ->
                          (woventype, target) ->
                              List.of(JavaConstant.Simple.ofLoaded(hook.interceptor())))
                  .to(hook.replaces() ? Advices.Replacing.class : Advices.class, advices)
                  .on(method(hook)));
    }
    return woven.make().getBytes();
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
    return ClassFileLocator.ForClassLoader.of(loader).locate(type).isResolved();
  }

  /**
   * The hooks of all types that the class is a subtype of and that are for subtypes too; null when
   * it is none of any of them. Only those whose methods it declares itself.
   */
  @Nullable List<Hook> inherited(
      @Nullable ClassLoader loader, String type, byte[] classFile, Map<String, List<Hook>> hooks) {
    TypeDescription described = described(loader, type, classFile);
    Set<TypeDescription> supertypes = new LinkedHashSet<>();
    collect(described, supertypes);
    List<Hook> inherited = new ArrayList<>();
    boolean isSubtype = false;
    for (TypeDescription supertype : supertypes) {
      for (Hook hook : hooks.getOrDefault(supertype.getInternalName(), List.of())) {
        isSubtype |= hook.inSubtypes();
        if (hook.inSubtypes() && !described.getDeclaredMethods().filter(method(hook)).isEmpty()) {
          inherited.add(hook);
        }
      }
    }
    return isSubtype ? inherited : null;
  }

  private static void collect(TypeDescription type, Set<TypeDescription> supertypes) {
    TypeDescription.Generic superclass = type.getSuperClass();
    if (superclass != null && supertypes.add(superclass.asErasure())) {
      collect(superclass.asErasure(), supertypes);
    }
    for (TypeDescription.Generic implemented : type.getInterfaces()) {
      if (supertypes.add(implemented.asErasure())) {
        collect(implemented.asErasure(), supertypes);
      }
    }
  }

  /** What the class has no method for, of what its hooks are needed for. */
  Set<String> missing(
      @Nullable ClassLoader loader, String type, byte[] classFile, List<Hook> hooks) {
    Set<String> missing = new LinkedHashSet<>();
    Set<String> found = new HashSet<>();
    for (Hook hook : hooks) {
      String feature = hook.feature();
      if (feature != null && hook.type().equals(type)) {
        boolean has =
            !described(loader, type, classFile).getDeclaredMethods().filter(method(hook)).isEmpty();
        (has ? found : missing).add(feature);
      }
    }
    missing.removeAll(found);
    return missing;
  }

  private static TypeDescription described(
      @Nullable ClassLoader loader, String type, byte[] classFile) {
    return TypePool.Default.of(locator(loader, type, classFile)).describe(type).resolve();
  }

  private static ClassFileLocator locator(
      @Nullable ClassLoader loader, String type, byte[] classFile) {
    // The platform's class files last: a loader may hide those of java.lang.
    return new ClassFileLocator.Compound(
        ClassFileLocator.Simple.of(type, classFile),
        ClassFileLocator.ForClassLoader.of(loader),
        ClassFileLocator.ForClassLoader.ofPlatformLoader());
  }

  private static ElementMatcher<MethodDescription> method(Hook hook) {
    ElementMatcher.Junction<MethodDescription> matcher =
        ElementMatchers.<MethodDescription>named(hook.method())
            .and(ElementMatchers.takesArguments(hook.parameters().size()));
    for (int i = 0; i < hook.parameters().size(); i++) {
      String parameter = hook.parameters().get(i);
      // Not named(), which compares what an array is called in source code.
      ElementMatcher<TypeDescription> isParameter = type -> type.getName().equals(parameter);
      matcher = matcher.and(ElementMatchers.takesArgument(i, isParameter));
    }
    return matcher;
  }
}
