package dev.steno.agent.weave;

import dev.steno.agent.spi.Hook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class file, of which methods are hooked; all others stay as they are, to the byte. */
final class WeaverClass {
  private final ClassReader file;

  WeaverClass(byte[] classFile) {
    file = new ClassReader(classFile);
  }

  /** The names and descriptors of the methods that it declares, one after the other. */
  List<String> methods() {
    WeaverListing listing = new WeaverListing();
    file.accept(listing, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return listing.methods;
  }

  /** By name and descriptor. */
  byte[] woven(Map<String, Hook> hooks, Handle bootstrap) {
    WeaverMeasuring measuring = new WeaverMeasuring(hooks);
    file.accept(measuring, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    ClassWriter writer = new ClassWriter(file, 0);
    file.accept(new WeaverPass(writer, measuring.measured, bootstrap), ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static final class WeaverListing extends ClassVisitor {
    private final List<String> methods = new ArrayList<>();

    WeaverListing() {
      super(Opcodes.ASM9);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] thrown) {
      methods.add(name.concat(descriptor));
      return null;
    }
  }

  private static final class WeaverMeasuring extends ClassVisitor {
    private final Map<String, Hook> hooks;
    private final Map<String, WeaverHooked> measured = new HashMap<>();

    WeaverMeasuring(Map<String, Hook> hooks) {
      super(Opcodes.ASM9);
      this.hooks = hooks;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] thrown) {
      String method = name.concat(descriptor);
      Hook hook = hooks.get(method);
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      return hook == null ? null : new WeaverCount(hook, descriptor, isStatic, method, measured);
    }
  }

  /** Counts what the woven method needs to know before its first instruction is written. */
  private static final class WeaverCount extends MethodVisitor {
    private final Hook hook;
    private final String descriptor;
    private final boolean isStatic;
    private final String method;
    private final Map<String, WeaverHooked> measured;
    private int returns;

    WeaverCount(
        Hook hook,
        String descriptor,
        boolean isStatic,
        String method,
        Map<String, WeaverHooked> measured) {
      super(Opcodes.ASM9);
      this.hook = hook;
      this.descriptor = descriptor;
      this.isStatic = isStatic;
      this.method = method;
      this.measured = measured;
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        returns++;
      }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      measured.put(method, new WeaverHooked(descriptor, isStatic, maxLocals, returns, hook));
    }
  }

  private static final class WeaverPass extends ClassVisitor {
    private final Map<String, WeaverHooked> hooked;
    private final Handle bootstrap;
    private String owner = "";

    WeaverPass(ClassVisitor next, Map<String, WeaverHooked> hooked, Handle bootstrap) {
      super(Opcodes.ASM9, next);
      this.hooked = hooked;
      this.bootstrap = bootstrap;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      owner = name;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] thrown) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, thrown);
      WeaverHooked one = hooked.get(name.concat(descriptor));
      return one == null ? method : new WeaverMethod(method, owner, one, bootstrap);
    }
  }
}
