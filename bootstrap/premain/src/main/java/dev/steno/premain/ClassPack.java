package dev.steno.premain;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The agent's class files, in one entry of its jar: each is compressed for itself, and a second
 * entry says where it stands. The JVM looks at each entry of a jar when it opens it, so thousands
 * of them would cost every start, of which a model call needs a part, and most programs none.
 *
 * <p>The index is sorted by the hash of the class's name; each of its lines is that hash, where the
 * record begins, how long it is, and how long the class file is. A record is the name (its length
 * in two bytes, then ASCII) and the compressed class file. Java 8 byte code, on the start path.
 */
final class ClassPack {
  static final String INDEX = "steno/classes.index";
  static final String RECORDS = "steno/classes";
  static final int LINE = 16;

  private final ZipFile jar;
  private final ZipEntry records;
  private final byte[] index;

  /** Of that jar, which stays open. */
  ClassPack(ZipFile jar) throws IOException {
    this.jar = jar;
    records = entry(jar, RECORDS);
    ZipEntry entry = entry(jar, INDEX);
    index = new byte[(int) entry.getSize()];
    read(entry, 0, index);
  }

  private static ZipEntry entry(ZipFile jar, String name) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      throw new IOException(name.concat(" is missing in the agent's jar"));
    }
    return entry;
  }

  private void read(ZipEntry entry, long from, byte[] bytes) throws IOException {
    InputStream in = jar.getInputStream(entry);
    try {
      for (long left = from; left > 0; ) {
        long skipped = in.skip(left);
        if (skipped <= 0) {
          throw new EOFException();
        }
        left -= skipped;
      }
      int at = 0;
      while (at < bytes.length) {
        int read = in.read(bytes, at, bytes.length - at);
        if (read < 0) {
          throw new EOFException();
        }
        at += read;
      }
    } finally {
      in.close();
    }
  }

  /** The class file of that class, or null when it is none of the agent's. */
  byte[] find(String name) throws IOException {
    int hash = name.hashCode();
    for (int line = first(hash); line < lines() && number(line, 0) == hash; line++) {
      byte[] classFile = classFile(line, name);
      if (classFile != null) {
        return classFile;
      }
    }
    return null;
  }

  int lines() {
    return index.length / LINE;
  }

  /** The first line of that hash, or where it would be. */
  private int first(int hash) {
    int low = 0;
    int high = lines();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (number(middle, 0) < hash) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int number(int line, int which) {
    int at = line * LINE + which * 4;
    return (index[at] & 0xFF) << 24
        | (index[at + 1] & 0xFF) << 16
        | (index[at + 2] & 0xFF) << 8
        | (index[at + 3] & 0xFF);
  }

  /** Null when two names have one hash, and it is the other. */
  private byte[] classFile(int line, String name) throws IOException {
    byte[] record = record(line);
    int start = 2 + nameLength(record);
    if (nameLength(record) != name.length() || !name.equals(name(record))) {
      return null;
    }
    byte[] classFile = new byte[number(line, 3)];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(record, start, record.length - start);
      int at = 0;
      while (at < classFile.length && !inflater.needsInput()) {
        at += inflater.inflate(classFile, at, classFile.length - at);
      }
      if (at < classFile.length) {
        throw new EOFException();
      }
    } catch (DataFormatException broken) {
      throw new IOException(broken);
    } finally {
      inflater.end();
    }
    return classFile;
  }

  private byte[] record(int line) throws IOException {
    byte[] record = new byte[number(line, 2)];
    read(records, number(line, 1), record);
    return record;
  }

  private static int nameLength(byte[] record) {
    return (record[0] & 0xFF) << 8 | (record[1] & 0xFF);
  }

  private static String name(byte[] record) {
    return new String(record, 2, nameLength(record), StandardCharsets.ISO_8859_1);
  }

  /** The name of the class in a line of the index. */
  String name(int line) throws IOException {
    return name(record(line));
  }
}
