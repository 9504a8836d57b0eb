package dev.steno.smoke.environments;

import java.util.TimeZone;
import java.util.TreeSet;

/** Says hello, and all that an application can see of its JVM. */
public final class HelloWorld {
  private HelloWorld() {}

  /** Arguments: names of classes to look for. */
  public static void main(String[] args) {
    System.out.println("Hello, world!");
    for (String name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
      System.out.println(name + "=" + System.getProperty(name));
    }
    System.out.println("in: " + System.in.getClass());
    System.out.println("out: " + System.out.getClass() + " " + System.out.checkError());
    System.out.println("err: " + System.err.getClass() + " " + System.err.checkError());
    System.out.println("zone: " + TimeZone.getDefault().getID());
    System.out.println("loader: " + Thread.currentThread().getContextClassLoader().getClass());
    System.out.println("uncaught: " + Thread.getDefaultUncaughtExceptionHandler());
    for (String name : args) {
      System.out.println("class " + name + ": " + (isVisible(name) ? "visible" : "not visible"));
    }
    TreeSet<String> threads = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      threads.add(thread.getName());
    }
    for (String thread : threads) {
      System.out.println("thread: " + thread);
    }
  }

  private static boolean isVisible(String name) {
    try {
      Class.forName(name, false, HelloWorld.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException hidden) {
      return false;
    }
  }
}
