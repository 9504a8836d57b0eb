package dev.steno.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedList;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class of Java 5 works as one of Java 7. */
class WeaverInputTest {
  private static final String NAME = "made.by.Java5";

  @Test
  @SuppressWarnings("unchecked")
  void branchesGetTheirStackMaps() throws Exception {
    byte[] old = choosesAList();
    assertThat(WeaverInput.isOld(old)).isTrue();

    ClassLoader tests = WeaverInputTest.class.getClassLoader();
    byte[] raised = WeaverInput.raised(old, new WeaverTypes(tests, NAME.replace('.', '/'), old));

    assertThat(WeaverInput.isOld(raised)).isFalse();
    Function<Object, Object> choosing =
        (Function<Object, Object>)
            new WovenLoader(tests, Map.of(NAME, raised))
                .loadClass(NAME)
                .getDeclaredConstructor()
                .newInstance();
    assertThat(choosing.apply(null)).isInstanceOf(ArrayList.class);
    assertThat(choosing.apply("")).isInstanceOf(LinkedList.class);
  }

  @Test
  void newerClassesAreLeftAlone() throws Exception {
    try (var in = WeaverInputTest.class.getResourceAsStream("WeaverInputTest.class")) {
      assertThat(in).isNotNull();
      assertThat(WeaverInput.isOld(in.readAllBytes())).isFalse();
    }
  }

  /** Two classes of which the common one must be found, where two branches meet. */
  private static byte[] choosesAList() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(
        Opcodes.V1_5,
        Opcodes.ACC_PUBLIC,
        NAME.replace('.', '/'),
        null,
        "java/lang/Object",
        new String[] {"java/util/function/Function"});
    MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(0, 0);
    constructor.visitEnd();
    MethodVisitor apply =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "apply", "(Ljava/lang/Object;)Ljava/lang/Object;", null, null);
    apply.visitCode();
    Label other = new Label();
    Label meeting = new Label();
    apply.visitVarInsn(Opcodes.ALOAD, 1);
    apply.visitJumpInsn(Opcodes.IFNONNULL, other);
    make(apply, ArrayList.class);
    apply.visitJumpInsn(Opcodes.GOTO, meeting);
    apply.visitLabel(other);
    make(apply, LinkedList.class);
    apply.visitLabel(meeting);
    apply.visitInsn(Opcodes.DUP);
    apply.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/util/AbstractList", "size", "()I", false);
    apply.visitInsn(Opcodes.POP);
    apply.visitInsn(Opcodes.ARETURN);
    apply.visitMaxs(0, 0);
    apply.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void make(MethodVisitor method, Class<?> type) {
    String name = type.getName().replace('.', '/');
    method.visitTypeInsn(Opcodes.NEW, name);
    method.visitInsn(Opcodes.DUP);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
  }
}
