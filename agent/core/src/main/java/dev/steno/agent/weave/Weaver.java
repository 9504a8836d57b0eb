package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
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
        (hook.method().equals("<init>")
                ? ElementMatchers.<MethodDescription>isConstructor()
                : ElementMatchers.<MethodDescription>named(hook.method()))
            .and(ElementMatchers.takesArguments(hook.parameters().size()));
    for (int i = 0; i < hook.parameters().size(); i++) {
      matcher =
          matcher.and(
              ElementMatchers.takesArgument(i, ElementMatchers.named(hook.parameters().get(i))));
    }
    return matcher;
  }
}
