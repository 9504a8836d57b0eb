package dev.steno.agent.weave;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Finds in a class file, without loading anything and without making a string of what does not
 * matter, whether the class says that it extends or implements something of certain packages.
 */
final class Supertypes {
  private static final int CONSTANT_POOL = 8;
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private final byte[][] packages;

  /** By packages' names as class files have them: {@code dev/langchain4j/}. */
  Supertypes(List<String> packages) {
    this.packages = new byte[packages.size()][];
    for (int i = 0; i < packages.size(); i++) {
      this.packages[i] = packages.get(i).getBytes(StandardCharsets.UTF_8);
    }
  }

  boolean isEmpty() {
    return packages.length == 0;
  }

  /** Whether one of the direct supertypes is of these packages or among {@code known}. */
  boolean has(byte[] file, Set<String> known) {
    int[] offsets = new int[unsigned(file, CONSTANT_POOL)];
    int header = constants(file, offsets);
    int implemented = unsigned(file, header + 6);
    for (int i = 0; i <= implemented; i++) {
      int name = name(file, header, i, offsets);
      if (name > 0 && (isOfPackages(file, name) || isKnown(file, name, known))) {
        return true;
      }
    }
    return false;
  }

  /** Fills in where each constant begins, and says where they all end. */
  private static int constants(byte[] file, int[] offsets) {
    int at = CONSTANT_POOL + 2;
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = at;
      int tag = file[at];
      switch (tag) {
        case UTF8 -> at += 3 + unsigned(file, at + 1);
        case LONG, DOUBLE -> {
          at += 9;
          i++;
        }
        case 7, 8, 16, 19, 20 -> at += 3;
        case 15 -> at += 4;
        case 3, 4, 9, 10, 11, 12, 17, 18 -> at += 5;
        default -> throw new IllegalArgumentException("no constant has the tag " + tag);
      }
    }
    return at;
  }

  /**
   * Where the name of the superclass (0) or of an interface (from 1) stands; 0 when there is none.
   */
  private static int name(byte[] file, int header, int which, int[] offsets) {
    int at = which == 0 ? header + 4 : header + 6 + 2 * which;
    int type = unsigned(file, at);
    return type == 0 ? 0 : offsets[unsigned(file, offsets[type] + 1)];
  }

  private boolean isOfPackages(byte[] file, int name) {
    int length = unsigned(file, name + 1);
    for (byte[] prefix : packages) {
      if (length > prefix.length && startsWith(file, name + 3, prefix)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] file, int at, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (file[at + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKnown(byte[] file, int name, Set<String> known) {
    return !known.isEmpty() && known.contains(text(file, name));
  }

  private static String text(byte[] file, int name) {
    return new String(file, name + 3, unsigned(file, name + 1), StandardCharsets.UTF_8);
  }

  private static int unsigned(byte[] file, int at) {
    return (file[at] & 0xFF) << 8 | (file[at + 1] & 0xFF);
  }
}
