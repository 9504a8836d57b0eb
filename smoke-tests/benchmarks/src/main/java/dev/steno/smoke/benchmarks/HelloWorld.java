package dev.steno.smoke.benchmarks;

import java.io.IOException;

/** An application that does nothing. */
final class HelloWorld {
  private HelloWorld() {}

  public static void main(String[] args) throws IOException {
    System.out.println("Hello, world!");
    // Not with a plus sign, which would start the JDK's method handles.
    System.out.print("result peak=");
    System.out.println(Proc.peakKilobytes());
  }
}
