package dev.steno.smoke.benchmarks;

/**
 * An application that asks a model once, and ends; {@code FirstCall <library> <url of the model>}.
 */
final class FirstCall {
  private FirstCall() {}

  public static void main(String[] args) throws Exception {
    int length = Client.of(args[0], args[1], 0).call();
    long finished = System.currentTimeMillis();
    long cpu = Proc.cpuMillis();
    System.out.println("heard " + length);
    System.out.println(Fork.RESULT + "finished=" + finished + " cpu=" + cpu);
    // The threads of its HTTP client would hold the JVM for a minute.
    System.exit(0);
  }
}
