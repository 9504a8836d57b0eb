package dev.steno.smoke.contract.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** A copy of the agent in which methods do nothing but throw. */
public final class BrokenJar {
  private BrokenJar() {}

  public static Path of(Path jar, Fault fault) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "broken"));
    Path broken = Files.createTempFile(folder, "steno-", ".jar").toAbsolutePath();
    String entryName = "steno/" + fault.className().replace('.', '/') + ".classdata";
    try (ZipFile in = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(broken);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream content = in.getInputStream(entry)) {
          byte[] bytes = content.readAllBytes();
          out.write(entry.getName().equals(entryName) ? throwing(bytes, fault) : bytes);
        }
      }
    }
    return broken;
  }

  private static byte[] throwing(byte[] original, Fault fault) {
    ClassWriter writer = new ClassWriter(0);
    Breaking breaking = new Breaking(writer, fault);
    new ClassReader(original).accept(breaking, 0);
    if (!breaking.broken) {
      throw new IllegalArgumentException("no such method: " + fault);
    }
    return writer.toByteArray();
  }

  private static final class Breaking extends ClassVisitor {
    private final Fault fault;
    private boolean broken;

    Breaking(ClassVisitor next, Fault fault) {
      super(Opcodes.ASM9, next);
      this.fault = fault;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (!name.equals(fault.method()) || (access & Opcodes.ACC_ABSTRACT) != 0) {
        return method;
      }
      broken = true;
      String thrown = fault.error().getName().replace('.', '/');
      // As many locals as any signature can need.
      int locals = 64;
      method.visitCode();
      method.visitTypeInsn(Opcodes.NEW, thrown);
      method.visitInsn(Opcodes.DUP);
      method.visitLdcInsn("injected");
      method.visitMethodInsn(
          Opcodes.INVOKESPECIAL, thrown, "<init>", "(Ljava/lang/String;)V", false);
      method.visitInsn(Opcodes.ATHROW);
      method.visitMaxs(3, locals);
      method.visitEnd();
      // The original body goes nowhere.
      return null;
    }
  }
}
