package dev.steno.agent.weave;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The JDK's package {@code java.lang}, as far as the agent needs what is not public there. */
public final class JavaLang {
  private JavaLang() {}

  /** Opens it for the agent, and for nobody else. It costs milliseconds, the first time. */
  public static void open(Instrumentation jvm) {
    Module jdk = Object.class.getModule();
    Module agent = JavaLang.class.getModule();
    if (!jdk.isOpen("java.lang", agent)) {
      jvm.redefineModule(
          jdk,
          Collections.<Module>emptySet(),
          Collections.<String, Set<Module>>emptyMap(),
          Collections.singletonMap("java.lang", Collections.singleton(agent)),
          Collections.<Class<?>>emptySet(),
          Collections.<Class<?>, List<Class<?>>>emptyMap());
    }
  }
}
