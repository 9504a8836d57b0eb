package dev.steno.agent.weave;

import java.util.ArrayList;
import java.util.List;

/** Methods of all shapes, to be woven. */
final class WovenShapes {
  private final List<String> ran = new ArrayList<>();

  static boolean ofStatic(boolean value) {
    return !value;
  }

  byte ofByte(byte value) {
    return (byte) (value + 1);
  }

  char ofChar(char value) {
    return (char) (value + 1);
  }

  short ofShort(short value) {
    return (short) (value + 1);
  }

  int ofInt(int value) {
    return value + 1;
  }

  float ofFloat(float value) {
    return value + 1;
  }

  long ofLong(long value) {
    return value + 1;
  }

  double ofDouble(double value) {
    return value + 1;
  }

  /** What is wide stands in the middle. */
  String ofMany(int one, long two, String three, double four, Object five, int[] six) {
    return one + " " + two + " " + three + " " + four + " " + five + " " + six[0];
  }

  void ofNothing() {
    ran.add("ofNothing");
  }

  List<String> ran() {
    return ran;
  }

  /** Several ways out, with a variable of each kind in between. */
  @SuppressWarnings("UnusedVariable")
  static String ofBranches(int way, String name) {
    if (way == 0) {
      return "none";
    }
    long wide = way * 2L;
    for (int i = 0; i < way; i++) {
      double other = i / 2.0;
      if (i == 3) {
        return name + wide + other;
      }
    }
    switch (name) {
      case "a" -> {
        return "first";
      }
      case "b" -> {
        return "second";
      }
      default -> name = name.concat("!");
    }
    return name;
  }

  /** Begins with a loop, so that the first instruction has a stack map. */
  static int ofLoop(int count) {
    while (true) {
      count--;
      if (count < 0) {
        return count;
      }
    }
  }

  /** Its handlers must see nothing of ours. */
  String ofHandlers(String what) {
    try {
      if (what.isEmpty()) {
        throw new IllegalStateException("empty");
      }
      return what;
    } catch (IllegalStateException caught) {
      ran.add("caught");
      return "caught " + caught.getMessage();
    } finally {
      ran.add("finally");
    }
  }

  synchronized String ofLock(Object lock) {
    synchronized (lock) {
      return "locked " + lock;
    }
  }

  String ofThrown(String message) throws java.io.IOException {
    throw new java.io.IOException(message);
  }

  /** The parameter is another object afterwards. */
  Object ofOverwritten(Object value) {
    value = value == null ? List.of() : value.toString();
    return value;
  }

  int[][] ofArrays(int[][] arrays) {
    return arrays;
  }
}
