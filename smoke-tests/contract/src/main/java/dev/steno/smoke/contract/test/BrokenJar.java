package dev.steno.smoke.contract.test;

import dev.steno.premain.ClassPackWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A copy of the agent in which methods do nothing but throw. */
public final class BrokenJar {
  private BrokenJar() {}

  public static Path of(Path jar, Fault fault) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "broken"));
    Path broken = Files.createTempFile(folder, "steno-", ".jar").toAbsolutePath();
    try (ZipFile in = new ZipFile(jar.toFile());
        OutputStream file = Files.newOutputStream(broken);
        ZipOutputStream out = new ZipOutputStream(file)) {
      Map<String, byte[]> classes = ClassPackWriter.read(in);
      classes.computeIfPresent(fault.className(), (name, bytes) -> throwing(bytes, fault));
      ByteArrayOutputStream index = new ByteArrayOutputStream();
      ByteArrayOutputStream records = new ByteArrayOutputStream();
      ClassPackWriter.write(classes, index, records);
      for (ZipEntry entry : Collections.list(in.entries())) {
        try (InputStream content = in.getInputStream(entry)) {
          byte[] bytes =
              switch (entry.getName()) {
                case ClassPackWriter.INDEX -> index.toByteArray();
                case ClassPackWriter.RECORDS -> records.toByteArray();
                default -> content.readAllBytes();
              };
          out.putNextEntry(stored(entry.getName(), bytes));
          out.write(bytes);
        }
      }
    }
    return broken;
  }

  /** As it is in the agent's jar, where the agent reads from the middle of it. */
  private static ZipEntry stored(String name, byte[] bytes) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    return entry;
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
