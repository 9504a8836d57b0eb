package dev.steno.premain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipFile;

/** Writes the {@link ClassPack} when the jar is put together; not in the jar. */
public final class ClassPackWriter {
  /** What {@link ClassPack} calls the entries of the jar. */
  public static final String INDEX = ClassPack.INDEX;

  /** The other one. */
  public static final String RECORDS = ClassPack.RECORDS;

  private static final String SUFFIX = ".class";

  private ClassPackWriter() {}

  /** {@code args}: the jar's root, and the folders of which all class files go into the pack. */
  public static void main(String[] args) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (int i = 1; i < args.length; i++) {
      Path folder = new File(args[i]).toPath();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.collect(Collectors.toList())) {
          String name = folder.relativize(file).toString().replace(File.separatorChar, '.');
          if (name.endsWith(SUFFIX)) {
            String type = name.substring(0, name.length() - SUFFIX.length());
            classes.put(type, Files.readAllBytes(file));
          }
        }
      }
    }
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    write(classes, index, records);
    Path root = new File(args[0]).toPath();
    Files.createDirectories(root.resolve(INDEX).getParent());
    Files.write(root.resolve(INDEX), index.toByteArray());
    Files.write(root.resolve(RECORDS), records.toByteArray());
  }

  /** Writes both entries. */
  public static void write(
      Map<String, byte[]> classes, ByteArrayOutputStream index, ByteArrayOutputStream records)
      throws IOException {
    List<String> names = new ArrayList<>(classes.keySet());
    Collections.sort(
        names,
        Comparator.<String>comparingInt(String::hashCode).thenComparing(Comparator.naturalOrder()));
    DataOutputStream lines = new DataOutputStream(index);
    for (String name : names) {
      byte[] classFile = classes.get(name);
      int begin = records.size();
      append(name, classFile, records);
      lines.writeInt(name.hashCode());
      lines.writeInt(begin);
      lines.writeInt(records.size() - begin);
      lines.writeInt(classFile.length);
    }
  }

  private static void append(String name, byte[] classFile, ByteArrayOutputStream records)
      throws IOException {
    byte[] ascii = name.getBytes(StandardCharsets.ISO_8859_1);
    DataOutputStream out = new DataOutputStream(records);
    out.writeShort(ascii.length);
    out.write(ascii);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(classFile);
    deflater.finish();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
  }

  /** All class files of a jar's pack. */
  public static Map<String, byte[]> read(ZipFile jar) throws IOException {
    ClassPack pack = new ClassPack(jar);
    Map<String, byte[]> classes = new TreeMap<>();
    for (int line = 0; line < pack.lines(); line++) {
      String name = pack.name(line);
      classes.put(name, pack.find(name));
    }
    return classes;
  }
}
