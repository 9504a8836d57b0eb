package dev.steno.premain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written into the pack is found in it, and nothing else is. */
class ClassPackTest {
  @TempDir private Path folder;

  private ZipFile jar(Map<String, byte[]> classes) throws IOException {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    ClassPackWriter.write(classes, index, records);
    Path jar = folder.resolve("pack.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(ClassPackWriter.INDEX));
      out.write(index.toByteArray());
      out.putNextEntry(new ZipEntry(ClassPackWriter.RECORDS));
      out.write(records.toByteArray());
    }
    return new ZipFile(jar.toFile());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void everyClassIsFoundByItsName() throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      classes.put("a.b.Class" + i, bytes("class " + i + " " + "x".repeat(i)));
    }
    classes.put("Empty", new byte[0]);
    try (ZipFile jar = jar(classes)) {
      ClassPack pack = new ClassPack(jar);
      for (Map.Entry<String, byte[]> one : classes.entrySet()) {
        assertThat(pack.find(one.getKey())).isEqualTo(one.getValue());
      }
      assertThat(pack.find("a.b.Class1000")).isNull();
      assertThat(ClassPackWriter.read(jar)).hasSameSizeAs(classes);
    }
  }

  @Test
  void namesOfOneHashAreToldApart() throws IOException {
    assertThat("p.Aa").hasSameHashCodeAs("p.BB");
    try (ZipFile jar = jar(Map.of("p.Aa", bytes("a"), "p.BB", bytes("b")))) {
      ClassPack pack = new ClassPack(jar);
      assertThat(pack.find("p.Aa")).isEqualTo(bytes("a"));
      assertThat(pack.find("p.BB")).isEqualTo(bytes("b"));
    }
    try (ZipFile jar = jar(Map.of("p.Aa", bytes("a")))) {
      assertThat(new ClassPack(jar).find("p.BB")).isNull();
    }
  }

  @Test
  void aJarWithoutAPackSaysSo() throws IOException {
    Path jar = folder.resolve("other.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("other"));
    }
    try (ZipFile other = new ZipFile(jar.toFile())) {
      assertThatThrownBy(() -> new ClassPack(other)).hasMessageContaining("is missing");
    }
  }
}
