package dev.steno.smoke.environments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A jar that a test puts together. */
final class Archive {
  private final Manifest manifest = new Manifest();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  Archive() {
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
  }

  Archive attribute(String name, String value) {
    manifest.getMainAttributes().putValue(name, value);
    return this;
  }

  Archive file(String name, Path file) throws IOException {
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      entries.putIfAbsent(name.substring(0, slash + 1), new byte[0]);
    }
    entries.put(name, Files.readAllBytes(file));
    return this;
  }

  /** The classes of this module with these names, below a prefix. */
  Archive classes(String prefix, Path work, String... names) throws IOException {
    Path root = Programs.copyClasses(work, names);
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        file(prefix + root.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    return this;
  }

  /** All that is in another jar but its manifest. */
  Archive contents(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.putIfAbsent(entry.getName(), in.readAllBytes());
        }
      }
    }
    entries.remove("META-INF/MANIFEST.MF");
    return this;
  }

  /** Nothing is compressed: a jar in a jar must not be. */
  Path write(Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        out.putNextEntry(entry);
        out.write(each.getValue());
      }
    }
    return jar;
  }
}
