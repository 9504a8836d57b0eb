package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steno.agent.Agent;
import dev.steno.agent.capture.Inbound;
import dev.steno.agent.capture.Surroundings;
import dev.steno.agent.config.AddressRange;
import dev.steno.agent.config.ConfigReader;
import dev.steno.agent.config.Settings;
import dev.steno.agent.health.Hooks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * That what runs while a JVM starts, or while it loads a class, has no lambda and no string
 * template: these start the JDK's method handles in places where they cannot be, and cost time.
 */
class StartPathTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        Agent.class,
        ConfigReader.class,
        Settings.class,
        Hooks.class,
        AddressRange.class,
        Inbound.class,
        Surroundings.class,
        HookList.class,
        Weaving.class,
        Transformer.class,
        Entrance.class,
        LaterHooks.class,
        Ahead.class
      })
  void hasNoInvokedynamic(Class<?> type) throws IOException {
    List<String> found = new ArrayList<>();
    new ClassReader(type.getResourceAsStream(type.getSimpleName() + ".class").readAllBytes())
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String method, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInvokeDynamicInsn(
                      String name, String type, Handle bootstrap, Object... arguments) {
                    found.add(method + " -> " + name);
                  }
                };
              }
            },
            0);
    assertThat(found).isEmpty();
  }
}
