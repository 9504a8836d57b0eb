package dev.steno.agent.weave;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Makes a class file of before Java 7, which may not contain an {@code invokedynamic}, one of Java
 * 7: with the stack maps that are needed from there on, and computed without loading a class.
 */
final class WeaverInput {
  private static final int MAJOR_VERSION = 6;

  private WeaverInput() {}

  /** Whether woven code would make the JVM reject it. */
  static boolean isOld(byte[] classFile) {
    int major = ((classFile[MAJOR_VERSION] & 0xff) << 8) | (classFile[MAJOR_VERSION + 1] & 0xff);
    return major < Opcodes.V1_7;
  }

  /** The same class. Fails for one with subroutines, which Java 7 does not know. */
  static byte[] raised(byte[] classFile, WeaverTypes types) {
    ClassWriter writer = new WeaverWriter(types);
    new ClassReader(classFile).accept(new WeaverRaising(writer), ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  private static final class WeaverRaising extends ClassVisitor {
    WeaverRaising(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        String superName,
        String @Nullable [] interfaces) {
      super.visit(Opcodes.V1_7, access, name, signature, superName, interfaces);
    }
  }

  private static final class WeaverWriter extends ClassWriter {
    private final WeaverTypes types;

    WeaverWriter(WeaverTypes types) {
      super(ClassWriter.COMPUTE_FRAMES);
      this.types = types;
    }

    @Override
    protected String getCommonSuperClass(String one, String other) {
      return types.common(one, other);
    }
  }
}
